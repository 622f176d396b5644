"""How much may be given in gifts as versioned data: the operators' limits, who set them, since when."""

import msgspec
from sqlalchemy import select

from livefair.governance import rules
from livefair.governance.events import GiftPolicySet
from livefair.governance.models import GIFT_POLICY
from livefair.kernel import Actor, ReadTx, WriteTx, query, require, require_valid


class GiftKnobs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Per person, in minor units: in any 24 hours, in any 30 days, in a wallet, at one top-up.

    `take_back_minutes`: so long a gift can be taken back; `hold_hours`: so long it waits before it is the host's.
    """

    day_max_minor: int = 200_000
    month_max_minor: int = 1_000_000
    wallet_max_minor: int = 500_000
    top_up_max_minor: int = 200_000
    take_back_minutes: int = 10
    hold_hours: int = 24


class GiftPolicy(msgspec.Struct, frozen=True):
    """Version 0: nobody has set one yet, the program's own holds."""

    version: int
    knobs: GiftKnobs


BOUNDS = {
    "day_max_minor": (0, 10_000_000),
    "month_max_minor": (0, 100_000_000),
    "wallet_max_minor": (0, 100_000_000),
    "top_up_max_minor": (100, 10_000_000),
    "take_back_minutes": (1, 60),
    "hold_hours": (1, 24 * 30),
}
VERSIONS_SHOWN = 100

_newest = select(GIFT_POLICY.c.version, GIFT_POLICY.c.knobs).order_by(GIFT_POLICY.c.version.desc())


def _policy(version: int, knobs: str) -> GiftPolicy:
    return GiftPolicy(version, msgspec.json.decode(knobs, type=GiftKnobs))


_LAST = query(_policy, _newest.limit(1))
_ALL = query(_policy, _newest.limit(VERSIONS_SHOWN))


def gift_policy(tx: ReadTx) -> GiftPolicy:
    """The one in force."""
    return tx.one(_LAST) or GiftPolicy(0, GiftKnobs())


def gift_policies(tx: ReadTx) -> list[GiftPolicy]:
    """Newest first."""
    return tx.all(_ALL)


def set_gift_policy(tx: WriteTx, actor: Actor, knobs: GiftKnobs) -> int:
    """Put the next version in force at once; returns it. Refusals: operators_only, out_of_range."""
    require(rules.may_publish_rules(actor.roles), "operators_only")
    for field, (low, high) in BOUNDS.items():
        require_valid(low <= getattr(knobs, field) <= high, "out_of_range", field=field)
    require_valid(knobs.take_back_minutes <= knobs.hold_hours * 60, "out_of_range", field="hold_hours")
    version = gift_policy(tx).version + 1
    tx.insert(
        GIFT_POLICY,
        version=version,
        knobs=msgspec.json.encode(knobs).decode(),
        set_at_ms=tx.now_ms,
        set_by=actor.id,
    )
    tx.announce(GiftPolicySet(version=version, set_by=actor.id))
    return version
