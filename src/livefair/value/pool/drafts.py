"""A new version of the share rules: drafted, simulated on the last 28 days, and maybe published from a day to come."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, select, update

from livefair.kernel import (
    DAY_MS,
    MINUTE_MS,
    SYSTEM,
    Actor,
    Conflict,
    JobContext,
    ReadTx,
    WriteTx,
    change,
    long_job,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.kernel.clock import as_datetime
from livefair.people import clean_line
from livefair.value.models import PLAN_DRAFT
from livefair.value.pool.simulating import Simulated, simulate
from livefair.value.rules.pool import PoolRule
from livefair.value.rules.share_plan import LegRule
from livefair.value.share_rulebook import (
    ShareRules,
    newest_version,
    parse,
    publish_share_rules,
    publish_shipped_share_rules,
    share_rules_of,
    shipped_gift_legs,
    text_of,
    with_kappa,
)

LIMIT_MS = 10 * MINUTE_MS
KAPPA_BP_MAX = 10_000
DAYS_AHEAD_MAX = 365
REASON_CHARS_MAX = 300
SHOWN_MAX = 20


class Wish(NamedTuple):
    """What is to be otherwise than in the newest version. `days_ahead`: from the beginning of which day (UTC) on.

    `legs` and `gift_legs`: basis points by role. `pool` None: as it is, and `kappa_bp` with it.
    """

    days_ahead: int
    reason: str
    kappa_bp: int = 0
    pool: PoolRule | None = None
    legs: Mapping[str, int] = {}
    gift_legs: Mapping[str, int] = {}


class Draft(NamedTuple):
    id: str
    body: str
    drafted_by: str
    drafted_at_ms: int
    result: str | None
    published_version: int | None

    @property
    def simulated(self) -> Simulated | None:
        return None if self.result is None else msgspec.json.decode(self.result, type=Simulated)


_COLUMNS = [PLAN_DRAFT.c[name] for name in Draft._fields]
_ONE = query(Draft, select(*_COLUMNS).where(PLAN_DRAFT.c.id == bindparam("one")))
_NEWEST = query(Draft, select(*_COLUMNS).order_by(PLAN_DRAFT.c.id.desc()).limit(SHOWN_MAX))
_SIMULATED = change(
    update(PLAN_DRAFT)
    .where(PLAN_DRAFT.c.id == bindparam("one"), PLAN_DRAFT.c.result.is_(None))
    .values(result=bindparam("found"), simulated_at_ms=bindparam("now"))
)
_PUBLISHED = change(
    update(PLAN_DRAFT)
    .where(PLAN_DRAFT.c.id == bindparam("one"), PLAN_DRAFT.c.published_version.is_(None))
    .values(published_version=bindparam("version"), published_by=bindparam("who"))
)


def draft_plan(tx: WriteTx, actor: Actor, wish: Wish) -> str:
    """Write the next version down and have it simulated; nothing is in force by it. Returns the draft's id.

    Refusals: operators_only, out_of_range, empty, too_long.
    """
    require(actor.has("operator"), "operators_only")
    require_valid(0 <= wish.kappa_bp <= KAPPA_BP_MAX, "out_of_range", field="kappa")
    require_valid(1 <= wish.days_ahead <= DAYS_AHEAD_MAX, "out_of_range", field="days_ahead")
    reason = clean_line(wish.reason, limit=REASON_CHARS_MAX, field="reason")
    newest = newest_version(tx) or publish_shipped_share_rules(tx, SYSTEM)
    rules = share_rules_of(tx, newest) or not_found("share_rules")
    since_ms = (tx.now_ms // DAY_MS + wish.days_ahead) * DAY_MS
    next_one = msgspec.structs.replace(_changed(rules, wish), version=newest + 1, effective_at=as_datetime(since_ms))
    draft_id, body = tx.new_id(), text_of(next_one, reason=reason)
    parse(body)
    tx.insert(PLAN_DRAFT, id=draft_id, body=body, drafted_by=actor.id, drafted_at_ms=tx.now_ms)
    tx.later(simulate_draft, key=f"draft:{draft_id}", draft_id=draft_id)
    return draft_id


def _changed(rules: ShareRules, wish: Wish) -> ShareRules:
    """What is not wished for stays; gift legs that are not there yet are the program's own."""
    gift_legs = rules.gift_legs or (shipped_gift_legs() if wish.gift_legs else [])
    changed = msgspec.structs.replace(
        rules,
        legs=[_with_points(leg, wish.legs) for leg in rules.legs],
        gift_legs=[_with_points(leg, wish.gift_legs) for leg in gift_legs],
    )
    return changed if wish.pool is None else with_kappa(changed, wish.kappa_bp, wish.pool)


def _with_points(leg: LegRule, points: Mapping[str, int]) -> LegRule:
    return msgspec.structs.replace(leg, basis_points=points.get(leg.role, leg.basis_points))


@long_job(limit_ms=LIMIT_MS)
async def simulate_draft(ctx: JobContext, *, draft_id: str) -> None:
    draft = await ctx.db.analyse(draft_called, draft_id)
    if draft.result is None:
        found = await ctx.db.analyse(simulate, parse(draft.body), draft.drafted_at_ms)
        await ctx.db.write(keep_simulation, SYSTEM, draft_id, found)


def keep_simulation(tx: WriteTx, actor: Actor, draft_id: str, found: Simulated) -> None:
    require(actor == SYSTEM, "operators_only")
    tx.change(_SIMULATED, one=draft_id, found=msgspec.json.encode(found).decode(), now=tx.now_ms)


def publish_draft(tx: WriteTx, actor: Actor, draft_id: str) -> int:
    """Put it in force from its day on. Returns the version.

    Conflict: draft_not_simulated, draft_published, draft_outdated (another version came first, or its day has come).
    """
    require(actor.has("operator"), "operators_only")
    draft = draft_called(tx, draft_id)
    rules = parse(draft.body)
    if draft.published_version is not None:
        raise Conflict("draft_published")
    if draft.result is None:
        raise Conflict("draft_not_simulated")
    if rules.version != newest_version(tx) + 1 or rules.effective_at_ms <= tx.now_ms:
        raise Conflict("draft_outdated")
    version = publish_share_rules(tx, actor, draft.body)
    tx.change(_PUBLISHED, one=draft_id, version=version, who=actor.id)
    return version


def draft_called(tx: ReadTx, draft_id: str) -> Draft:
    return tx.one(_ONE, one=draft_id) or not_found("draft")


def drafts(tx: ReadTx, actor: Actor) -> list[Draft]:
    """Newest first."""
    require(actor.has("operator"), "operators_only")
    return tx.all(_NEWEST)
