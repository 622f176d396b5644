"""Permits: a brand files a paper for a kind of goods, a moderator decides, and it ends on its day or is revoked."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.catalog.events_of_permits import GoodsHeldBack, PermitDecided, PermitEnded, PermitFiled
from livefair.catalog.models import PRODUCT
from livefair.catalog.models.permits import PERMIT
from livefair.catalog.permit_standing import follow_permits, follow_policy
from livefair.catalog.rules import CATEGORIES
from livefair.catalog.rules import permits as rules
from livefair.governance.permit_policy import PermitKnobs, permit_policy, put_permit_policy
from livefair.kernel import (
    SYSTEM,
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.people import clean_line, clean_text
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.people.organisations import owner_of

SHOWN_MAX = 200
TOLD_AT_ONCE = 200
PAGE = "/desk/permits"


class Paper(NamedTuple):
    """What a brand says of its permit. `file_key`: a picture that was re-encoded by us."""

    category: str
    number: str
    authority: str
    expires_at_ms: int
    file_key: str | None = None


class Permit(NamedTuple):
    id: str
    brand_id: str
    category: str
    number: str
    authority: str
    expires_at_ms: int
    file_key: str | None
    filed_at_ms: int
    outcome: str | None
    reason: str | None
    decided_at_ms: int | None
    ended_at_ms: int | None

    @property
    def state(self) -> str:
        """waiting, approved, refused or ended"""
        return "ended" if self.ended_at_ms is not None else self.outcome or "waiting"


_COLUMNS = [PERMIT.c[field] for field in Permit._fields]
_ONE = query(Permit, select(*_COLUMNS).where(PERMIT.c.id == bindparam("permit")))
_BY_KEY = query(str, select(PERMIT.c.id).where(PERMIT.c.brand_id == bindparam("brand"), PERMIT.c.key == bindparam("k")))
_OF_BRAND = query(
    Permit,
    select(*_COLUMNS).where(PERMIT.c.brand_id == bindparam("brand")).order_by(PERMIT.c.id.desc()).limit(SHOWN_MAX),
)
_WAITING = query(Permit, select(*_COLUMNS).where(PERMIT.c.outcome.is_(None)).order_by(PERMIT.c.id).limit(SHOWN_MAX))
_DECIDED = query(
    Permit,
    select(*_COLUMNS)
    .where(PERMIT.c.outcome.is_not(None))
    .order_by(PERMIT.c.decided_at_ms.desc(), PERMIT.c.id.desc())
    .limit(SHOWN_MAX),
)
_DECIDE = change(
    update(PERMIT)
    .where(PERMIT.c.id == bindparam("permit"), PERMIT.c.outcome.is_(None))
    .values(
        outcome=bindparam("word"), reason=bindparam("why"), decided_by=bindparam("who"), decided_at_ms=bindparam("now")
    )
)
_END = change(
    update(PERMIT)
    .where(PERMIT.c.id == bindparam("permit"), PERMIT.c.outcome == "approved", PERMIT.c.ended_at_ms.is_(None))
    .values(ended_at_ms=bindparam("now"))
)
_REASON = change(update(PERMIT).where(PERMIT.c.id == bindparam("permit")).values(reason=bindparam("why")))
_LATER_THAN = query(
    int,
    select(func.count())
    .select_from(PERMIT)
    .where(
        PERMIT.c.brand_id == bindparam("brand"),
        PERMIT.c.category == bindparam("kind"),
        PERMIT.c.outcome == "approved",
        PERMIT.c.ended_at_ms.is_(None),
        PERMIT.c.expires_at_ms > bindparam("until"),
    ),
)
_HELD = query(
    lambda category, products: (category, products),
    select(PRODUCT.c.category, func.count())
    .where(
        PRODUCT.c.brand_id == bindparam("brand"),
        PRODUCT.c.permit_missing_at_ms.is_not(None),
        PRODUCT.c.state == "listed",
    )
    .group_by(PRODUCT.c.category),
)
_HELD_AT = query(
    lambda brand_id, category, products: (brand_id, category, products),
    select(PRODUCT.c.brand_id, PRODUCT.c.category, func.count())
    .where(PRODUCT.c.permit_missing_at_ms == bindparam("at"), PRODUCT.c.brand_id > bindparam("after"))
    .group_by(PRODUCT.c.brand_id, PRODUCT.c.category)
    .order_by(PRODUCT.c.brand_id, PRODUCT.c.category)
    .limit(TOLD_AT_ONCE * len(CATEGORIES)),
)


def file_permit(tx: WriteTx, actor: Actor, paper: Paper, *, key: str) -> str:
    """Bring a paper before the moderators; returns its id. The same `key` twice is the same paper.

    Conflict permit_waiting: one of this kind is before them already.
    """
    require(rules.may_file(actor), "brands_only")
    brand_id = str(actor.organisation_id)
    if (earlier := tx.one(_BY_KEY, brand=brand_id, k=key)) is not None:
        return earlier
    require_valid(paper.category in CATEGORIES, "unknown_category", field="category")
    is_to_come = rules.is_day_to_come(paper.expires_at_ms, now_ms=tx.now_ms)
    require_valid(is_to_come, "permit_day", field="expires_on", limit=rules.YEARS_MAX)
    permit_id = tx.new_id()
    is_new = tx.insert_new(
        PERMIT,
        id=permit_id,
        brand_id=brand_id,
        category=paper.category,
        number=clean_line(paper.number, limit=rules.NUMBER_CHARS_MAX, field="number"),
        authority=clean_line(paper.authority, limit=rules.AUTHORITY_CHARS_MAX, field="authority"),
        file_key=paper.file_key,
        expires_at_ms=paper.expires_at_ms,
        key=key,
        filed_by=actor.id,
        filed_at_ms=tx.now_ms,
    )
    if not is_new:
        raise Conflict("permit_waiting", field="category")
    tx.announce(PermitFiled(permit_id=permit_id, brand_id=brand_id, category=paper.category))
    return permit_id


def decide_permit(tx: WriteTx, actor: Actor, permit_id: str, *, is_approved: bool, reason: str = "") -> None:
    """Approved, its goods are on sale at once, until its day. A refusal says why.

    Conflict: permit_decided, permit_over.
    """
    permit = permit_for(tx, actor, permit_id)
    require(rules.may_decide(actor, permit.brand_id), "moderators_only")
    reason = clean_text(reason, limit=rules.REASON_CHARS_MAX, field="reason")
    require_valid(is_approved or bool(reason), "empty", field="reason")
    if is_approved and permit.expires_at_ms <= tx.now_ms:
        raise Conflict("permit_over")
    outcome = "approved" if is_approved else "refused"
    if not tx.change(_DECIDE, permit=permit_id, word=outcome, why=reason or None, who=actor.id, now=tx.now_ms):
        raise Conflict("permit_decided")
    tx.announce(
        PermitDecided(
            permit_id=permit_id,
            brand_id=permit.brand_id,
            category=permit.category,
            outcome=outcome,
            decided_by=actor.id,
        )
    )
    if is_approved:
        _let_it_run(tx, permit)
        follow_permits(tx, permit.brand_id, permit.category)
    _tell(tx, permit, f"permit_{outcome}", reason=reason)


def revoke_permit(tx: WriteTx, actor: Actor, permit_id: str, *, reason: str) -> None:
    """What was approved in error, or taken back by its authority, ends now. Conflict: permit_over."""
    permit = permit_for(tx, actor, permit_id)
    require(rules.may_decide(actor, permit.brand_id), "moderators_only")
    reason = clean_text(reason, limit=rules.REASON_CHARS_MAX, field="reason")
    require_valid(bool(reason), "empty", field="reason")
    if not _end(tx, actor, permit, why="revoked"):
        raise Conflict("permit_over")
    tx.change(_REASON, permit=permit_id, why=reason)
    _tell(tx, permit, "permit_revoked", reason=reason)


def set_permit_policy(tx: WriteTx, actor: Actor, categories: Sequence[str], *, warn_days: int) -> int:
    """Which kinds of goods need a permit from now on; returns the version. What has none is off sale at once."""
    for category in categories:
        require_valid(category in CATEGORIES, "unknown_category", field="categories")
    kinds = tuple(one for one in CATEGORIES if one in categories)
    version = put_permit_policy(tx, actor, PermitKnobs(categories=kinds, warn_days=warn_days))
    if follow_policy(tx, kinds):
        tx.later(tell_held, at_ms=tx.now_ms, after="")
    return version


@job
def tell_held(tx: WriteTx, actor: Actor, *, at_ms: int, after: str) -> None:
    """Say of which brands a new policy has held goods back, some brands at a time."""
    found = tx.all(_HELD_AT, at=at_ms, after=after)
    brands = sorted({brand_id for brand_id, _, _ in found})[:TOLD_AT_ONCE]
    for brand_id, category, products in found:
        if brand_id in brands:
            tx.announce(GoodsHeldBack(brand_id=brand_id, category=category, products=products))
    for brand_id in brands:
        count = sum(products for of_brand, _, products in found if of_brand == brand_id)
        _note(tx, brand_id, DeviceNote("goods_held_back", {"n": str(count)}, PAGE, f"held:{at_ms}"))
    if len(brands) == TOLD_AT_ONCE:
        tx.later(tell_held, at_ms=at_ms, after=brands[-1])


@job
def expire_permit(tx: WriteTx, actor: Actor, *, permit_id: str) -> None:
    permit = _called(tx, permit_id)
    if permit.expires_at_ms <= tx.now_ms and _end(tx, actor, permit, why="expired"):
        _tell(tx, permit, "permit_expired")


@job
def warn_of_end(tx: WriteTx, actor: Actor, *, permit_id: str) -> None:
    """Tell the brand that a permit ends soon, unless another goes on after it."""
    permit = _called(tx, permit_id)
    others = tx.value(_LATER_THAN, brand=permit.brand_id, kind=permit.category, until=permit.expires_at_ms)
    if permit.state == "approved" and not others:
        _tell(tx, permit, "permit_ends_soon")


def permit_for(tx: ReadTx, actor: Actor, permit_id: str) -> Permit:
    """One of the actor's own brand, or any for those who decide."""
    permit = tx.one(_ONE, permit=permit_id)
    if permit is None or not (actor.has("moderator") or actor.organisation_id == permit.brand_id):
        not_found("permit")
    return permit


def permits_of(tx: ReadTx, brand_id: str) -> list[Permit]:
    """Newest first."""
    return tx.all(_OF_BRAND, brand=brand_id)


def waiting_permits(tx: ReadTx) -> list[Permit]:
    """Those that nobody has decided, the oldest first."""
    return tx.all(_WAITING)


def decided_permits(tx: ReadTx) -> list[Permit]:
    """The latest decision first."""
    return tx.all(_DECIDED)


def held_back(tx: ReadTx, brand_id: str) -> dict[str, int]:
    """By category: how many listed products of a brand wait for a permit."""
    return dict(tx.all(_HELD, brand=brand_id))


def _called(tx: ReadTx, permit_id: str) -> Permit:
    return tx.one(_ONE, permit=permit_id) or not_found("permit")


def _let_it_run(tx: WriteTx, permit: Permit) -> None:
    warn_days = permit_policy(tx).knobs.warn_days
    warn_ms = rules.warn_after_ms(permit.expires_at_ms, warn_days=warn_days, now_ms=tx.now_ms)
    tx.later(warn_of_end, after_ms=warn_ms, key=f"permit_warn:{permit.id}", permit_id=permit.id)
    left_ms = permit.expires_at_ms - tx.now_ms
    tx.later(expire_permit, after_ms=left_ms, key=f"permit_end:{permit.id}", permit_id=permit.id)


def _end(tx: WriteTx, actor: Actor, permit: Permit, *, why: str) -> bool:
    if not tx.change(_END, permit=permit.id, now=tx.now_ms):
        return False
    tx.announce(
        PermitEnded(permit_id=permit.id, brand_id=permit.brand_id, category=permit.category, why=why, by=actor.id)
    )
    follow_permits(tx, permit.brand_id, permit.category)
    return True


def _tell(tx: WriteTx, permit: Permit, code: str, *, reason: str = "") -> None:
    words = {"number": permit.number, "reason": reason}
    _note(tx, permit.brand_id, DeviceNote(code, words, PAGE, f"permit:{permit.id}"))


def _note(tx: WriteTx, brand_id: str, note: DeviceNote) -> None:
    owner_id = owner_of(tx, brand_id)
    if owner_id is not None:
        leave_note(tx, SYSTEM, owner_id, note)
