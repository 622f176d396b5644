"""The rules of sharing as versioned data: TOML files that become rows. A version never changes."""

import hashlib
import re
import tomllib
from datetime import datetime
from functools import cache
from importlib import resources

import msgspec
from sqlalchemy import bindparam, func, select

from livefair.kernel import Actor, Conflict, Invalid, ReadTx, WriteTx, query, require
from livefair.kernel.clock import as_datetime
from livefair.value.events import ShareRulesPublished
from livefair.value.models import SHARE_RULES
from livefair.value.rules.share_plan import LegRule, require_sound

BODY_CHARS_MAX = 20_000
LEGS_MAX = 20
COMMISSION_BP_MAX = 8_000
SHIPPED = resources.files("livefair.value") / "share_rules"
GIFT_LEGS = resources.files("livefair.value") / "gift_legs.toml"


class ShareRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`legs` are those of an order line, `gift_legs` those of a gift; versions of the first time know no gifts."""

    version: int
    effective_at: datetime
    legs: list[LegRule]
    gift_legs: list[LegRule] = []

    @property
    def effective_at_ms(self) -> int:
        return int(self.effective_at.timestamp() * 1000)


_IN_FORCE = query(
    str,
    select(SHARE_RULES.c.body)
    .where(SHARE_RULES.c.effective_at_ms <= bindparam("at"))
    .order_by(SHARE_RULES.c.effective_at_ms.desc(), SHARE_RULES.c.version.desc())
    .limit(1),
)
_BODY = query(str, select(SHARE_RULES.c.body).where(SHARE_RULES.c.version == bindparam("version")))
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


def share_rules_at(tx: ReadTx, at_ms: int) -> ShareRules | None:
    body = tx.one(_IN_FORCE, at=at_ms)
    return None if body is None else parse(body)


def share_rules_of(tx: ReadTx, version: int) -> ShareRules | None:
    body = tx.one(_BODY, version=version)
    return None if body is None else parse(body)


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
    return parsed
