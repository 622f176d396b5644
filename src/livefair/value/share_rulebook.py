"""The rules of sharing as versioned data: TOML files that become rows. A version never changes."""

import hashlib
import re
import tomllib
from datetime import UTC, datetime
from functools import cache
from importlib import resources

import msgspec
from msgspec.structs import asdict
from sqlalchemy import bindparam, func, select

from livefair.kernel import Actor, Conflict, Invalid, ReadTx, WriteTx, query, require, require_valid
from livefair.kernel.clock import as_datetime
from livefair.value.events import ShareRulesPublished
from livefair.value.models import SHARE_RULES
from livefair.value.rules.pool import PoolRule, require_sound_pool
from livefair.value.rules.share_plan import POOL, LegRule, require_sound

BODY_CHARS_MAX = 20_000
LEGS_MAX = 20
VERSIONS_MAX = 2_000
COMMISSION_BP_MAX = 8_000
SHIPPED = resources.files("livefair.value") / "share_rules"
GIFT_LEGS = resources.files("livefair.value") / "gift_legs.toml"


class ShareRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`legs` are those of an order line, `gift_legs` those of a gift; versions of the first time know no gifts.

    `pool` says how what the leg of the same name gathers is shared; there is one where there is the other.
    """

    version: int
    effective_at: datetime
    legs: list[LegRule]
    gift_legs: list[LegRule] = []
    pool: PoolRule | None = None

    @property
    def effective_at_ms(self) -> int:
        return int(self.effective_at.timestamp() * 1000)

    @property
    def kappa_bp(self) -> int:
        """The pool's part of the platform's commission."""
        return next((leg.basis_points or 0 for leg in self.legs if leg.role == "pool"), 0)


_IN_FORCE = query(
    str,
    select(SHARE_RULES.c.body)
    .where(SHARE_RULES.c.effective_at_ms <= bindparam("at"))
    .order_by(SHARE_RULES.c.effective_at_ms.desc(), SHARE_RULES.c.version.desc())
    .limit(1),
)
_COMING = query(
    str,
    select(SHARE_RULES.c.body)
    .where(SHARE_RULES.c.effective_at_ms > bindparam("at"))
    .order_by(SHARE_RULES.c.effective_at_ms, SHARE_RULES.c.version.desc())
    .limit(1),
)
_BODY = query(str, select(SHARE_RULES.c.body).where(SHARE_RULES.c.version == bindparam("version")))
_ALL = query(str, select(SHARE_RULES.c.body).order_by(SHARE_RULES.c.version).limit(VERSIONS_MAX))
_NEWEST = query(int, select(func.coalesce(func.max(SHARE_RULES.c.version), 0)))


def publish_share_rules(tx: WriteTx, actor: Actor, body: str) -> int:
    """Bring a new version of the rules into the world, from its own date on. Returns its version.

    Orders that are already paid keep the plan of their own version. Invalid when the text is no sound set of rules,
    Conflict `version_taken` unless it is the next version or, word for word, a version that is there.
    """
    require(actor.has("operator") or actor.has("system"), "operators_only")
    parsed = parse(body)
    digest = hashlib.sha256(body.encode()).hexdigest()
    if (earlier := tx.one(_BODY, version=parsed.version)) is not None and earlier == body:
        return parsed.version
    if earlier is not None or parsed.version != tx.value(_NEWEST) + 1:
        raise Conflict("version_taken", version=parsed.version, next=tx.value(_NEWEST) + 1)
    tx.insert(
        SHARE_RULES,
        version=parsed.version,
        body=body,
        digest=digest,
        effective_at_ms=parsed.effective_at_ms,
        published_at_ms=tx.now_ms,
        published_by=actor.id,
    )
    tx.announce(ShareRulesPublished(version=parsed.version, effective_at_ms=parsed.effective_at_ms))
    return parsed.version


def publish_shipped_share_rules(tx: WriteTx, actor: Actor) -> int:
    """The rules that come with the program. Returns the newest version; doing it again changes nothing."""
    names = sorted((file.name for file in SHIPPED.iterdir() if file.name.endswith(".toml")), key=lambda n: int(n[:-5]))
    return max(publish_share_rules(tx, actor, (SHIPPED / name).read_text("utf-8")) for name in names)


def publish_gift_legs(tx: WriteTx, actor: Actor) -> int:
    """The version in force knows no gifts yet: the next one is the same with the program's own gift legs."""
    require(actor.has("system"), "program_only")
    in_force = tx.one(_IN_FORCE, at=tx.now_ms)
    if in_force is None:
        raise Conflict("no_share_rules")
    since = as_datetime(tx.now_ms).strftime("%Y-%m-%dT%H:%M:%SZ")
    version = f"version = {tx.value(_NEWEST) + 1}"
    body = re.sub(r"^version = .*$", version, in_force, count=1, flags=re.MULTILINE)
    body = re.sub(r"^effective_at = .*$", f"effective_at = {since}", body, count=1, flags=re.MULTILINE)
    return publish_share_rules(tx, actor, f"{body.rstrip()}\n\n{GIFT_LEGS.read_text('utf-8')}")


def shipped_gift_legs() -> list[LegRule]:
    """The program's own, for a version that knows no gifts yet."""
    return msgspec.convert(tomllib.loads(GIFT_LEGS.read_text("utf-8"))["gift_legs"], list[LegRule])


def newest_version(tx: ReadTx) -> int:
    """0 where there are no rules yet."""
    return tx.value(_NEWEST)


def share_rules_at(tx: ReadTx, at_ms: int) -> ShareRules | None:
    body = tx.one(_IN_FORCE, at=at_ms)
    return None if body is None else parse(body)


def coming_share_rules(tx: ReadTx, after_ms: int) -> ShareRules | None:
    """The next version that comes into force after that moment, if one is published."""
    body = tx.one(_COMING, at=after_ms)
    return None if body is None else parse(body)


def share_rules_of(tx: ReadTx, version: int) -> ShareRules | None:
    body = tx.one(_BODY, version=version)
    return None if body is None else parse(body)


def pool_since(tx: ReadTx) -> int | None:
    """When the first version with a co-creation pool came, or comes, into force: periods are counted from then on."""
    versions = (parse(body) for body in tx.all(_ALL))
    return next((rules.effective_at_ms for rules in versions if rules.pool is not None), None)


@cache
def parse(body: str) -> ShareRules:
    """Invalid `share_rules_unreadable` with the parser's own words, or what is unsound about them."""
    if len(body) > BODY_CHARS_MAX:
        raise Invalid("share_rules_unreadable", why="too long")
    try:
        parsed = msgspec.convert(tomllib.loads(body), ShareRules)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Invalid("share_rules_unreadable", why=str(error)) from error
    if not 0 < len(parsed.legs) <= LEGS_MAX or len(parsed.gift_legs) > LEGS_MAX:
        raise Invalid("share_rules_unreadable", why="legs")
    require_sound(parsed.legs, COMMISSION_BP_MAX)
    if parsed.gift_legs:
        require_sound(parsed.gift_legs, 0)
    _require_pool(parsed)
    return parsed


def _require_pool(parsed: ShareRules) -> None:
    roles = [leg.role for leg in parsed.legs]
    require_valid(("pool" in roles) == (parsed.pool is not None), "share_pool_halves")
    require_valid(all(leg.role != "pool" for leg in parsed.gift_legs), "share_leg_pool", role="pool")
    if parsed.pool is not None:
        require_sound_pool(parsed.pool)


def with_kappa(rules: ShareRules, kappa_bp: int, pool: PoolRule) -> ShareRules:
    """The same rules with another part of the platform's commission for the pool; 0 is no pool."""
    legs = [leg for leg in rules.legs if leg.role != "pool"]
    if not kappa_bp:
        return msgspec.structs.replace(rules, legs=legs, pool=None)
    leg = LegRule(role="pool", account=POOL, basis_points=kappa_bp, of="platform")
    return msgspec.structs.replace(rules, legs=[*legs, leg], pool=pool)


def text_of(rules: ShareRules, *, reason: str = "") -> str:
    """Rules as the TOML that `parse` reads. `reason` is a line of its own at the top."""
    since = rules.effective_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = [f"# {reason}"] if reason else []
    head += [f"version = {rules.version}", f"effective_at = {since}"]
    pool = [] if rules.pool is None else ["\n[pool]", *(f"{name} = {n}" for name, n in asdict(rules.pool).items())]
    legs = [_leg_text("legs", leg) for leg in rules.legs] + [_leg_text("gift_legs", leg) for leg in rules.gift_legs]
    return "\n".join([*head, *legs, *pool]) + "\n"


def _leg_text(table: str, leg: LegRule) -> str:
    lines = [f"\n[[{table}]]", f'role = "{leg.role}"']
    lines += [
        f'{name} = "{word}"'
        for name in ("party", "account", "from_line", "of")
        if (word := getattr(leg, name)) is not None
    ]
    if leg.basis_points is not None:
        lines.append(f"basis_points = {leg.basis_points}")
    if leg.remaining:
        lines.append("remaining = true")
    return "\n".join(lines)
