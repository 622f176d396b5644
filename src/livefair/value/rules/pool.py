"""The co-creation pool: from whom people met on the way to what they kept, to what each party gets of it. Pure.

Whole numbers throughout: credits in millionths of a minor unit, rates and lifts in millionths.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from livefair.kernel.clock import DAY_MS
from livefair.kernel.errors import require_valid
from livefair.kernel.money import split_minor

MICRO = 1_000_000
WHOLE_BP = 10_000
PERIOD_MS = 28 * DAY_MS
# A period is closed a day after its end, so that whatever was on its way has arrived.
GRACE_MS = DAY_MS
# So many orders of the average party does each party have besides its own: few orders say little.
PRIOR = 20
PARTS_MAX = 500


class PoolRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the pool is shared; how much goes into it is a leg of its own."""

    cap_bp: int = 2_000
    buyers_min: int = 20
    appeal_days: int = 7


class Player(NamedTuple):
    """Somebody in one role. `group` is the party, or all that share a device or a pay account with it."""

    role: str
    group: str


class Way(NamedTuple):
    """What somebody met, as (role, party), and whether they kept what they paid for."""

    buyer: str
    met: frozenset[tuple[str, str]]
    value_minor: int
    is_kept: bool


class Weighed(NamedTuple):
    """A player's evidence. `credit_micro` is shrunk; weight = credit × lift. `members`: party → kept orders."""

    player: Player
    kept: int
    lost: int
    credit_micro: int
    lift_ppm: int
    weight: int
    members: dict[str, int]


class Evidence(NamedTuple):
    """`buyers` by group: how many different people kept something after they met it."""

    weighed: list[Weighed]
    buyers: dict[str, int]
    kept: int
    lost: int


class Part(NamedTuple):
    """`merged` parties are counted as one. `was_capped`: the group would have got more."""

    role: str
    party: str
    minor: int
    kept: int
    lost: int
    buyers: int
    credit_minor: int
    lift_ppm: int
    merged: int
    was_capped: bool


def require_sound_pool(rule: PoolRule) -> None:
    require_valid(1 <= rule.cap_bp <= WHOLE_BP, "out_of_range", field="cap_bp")
    require_valid(1 <= rule.buyers_min <= 10_000, "out_of_range", field="buyers_min")
    require_valid(1 <= rule.appeal_days <= 27, "out_of_range", field="appeal_days")


def period_of(at_ms: int, since_ms: int) -> int:
    """`since_ms`: when the first rules with a pool came into force."""
    return max(0, at_ms - since_ms) // PERIOD_MS


def span_of_period(number: int, since_ms: int) -> tuple[int, int]:
    """From, and up to but without."""
    return since_ms + number * PERIOD_MS, since_ms + (number + 1) * PERIOD_MS


def groups_of(marks: Sequence[tuple[str, str]]) -> dict[str, str]:
    """(party, mark) → party → its group: whoever shares a mark with somebody is one with them, however many steps."""
    root: dict[str, str] = {}

    def top(one: str) -> str:
        while root.setdefault(one, one) != one:
            root[one] = one = root[root[one]]
        return one

    for party, mark in marks:
        first, second = sorted((top(party), top(f"={mark}")))
        root[second] = first
    parties = sorted({party for party, _ in marks})
    names: dict[str, str] = {}
    return {party: names.setdefault(top(party), party) for party in parties}


def weigh(ways: Sequence[Way], group_of: Mapping[str, str]) -> Evidence:
    """Each kept value divided equally over the different players that were met (the exact Shapley value of the set),
    shrunk to the mean of the role, times how much more often orders were kept where the player was met.

    Nobody is met by whoever shares a device or a pay account with them.
    """
    seen = _seen(ways, group_of)
    kept = sum(way.is_kept for way in ways)
    lost = len(ways) - kept
    means = _means(seen)
    weighed = []
    for player, tally in sorted(seen.items()):
        credit = _shrunk(tally, means[player.role])
        lift = lift_ppm(tally.kept, tally.lost, kept, lost)
        members = dict(sorted(tally.members.items()))
        weighed.append(Weighed(player, tally.kept, tally.lost, credit, lift, credit * lift // MICRO, members))
    buyers: dict[str, set[str]] = defaultdict(set)
    for player, tally in seen.items():
        buyers[player.group] |= tally.buyers
    return Evidence(weighed, {group: len(people) for group, people in buyers.items()}, kept, lost)


class _Tally:
    def __init__(self) -> None:
        self.kept = self.lost = self.credit_micro = 0
        self.buyers: set[str] = set()
        self.members: dict[str, int] = defaultdict(int)


def _seen(ways: Sequence[Way], group_of: Mapping[str, str]) -> dict[Player, _Tally]:
    found: dict[Player, _Tally] = defaultdict(_Tally)
    for way in ways:
        own = group_of.get(way.buyer, way.buyer)
        met: dict[Player, set[str]] = defaultdict(set)
        for role, party in way.met:
            if (group := group_of.get(party, party)) != own:
                met[Player(role, group)].add(party)
        for player, parties in met.items():
            tally = found[player]
            if not way.is_kept:
                tally.lost += 1
                continue
            tally.kept += 1
            tally.credit_micro += way.value_minor * MICRO // len(met)
            tally.buyers.add(way.buyer)
            for party in parties:
                tally.members[party] += 1
    return found


def _means(seen: Mapping[Player, _Tally]) -> dict[str, int]:
    """Role → what one kept order was worth to whoever was met, on average."""
    credit: dict[str, int] = defaultdict(int)
    kept: dict[str, int] = defaultdict(int)
    for player, tally in seen.items():
        credit[player.role] += tally.credit_micro
        kept[player.role] += tally.kept
    return {role: credit[role] // kept[role] if kept[role] else 0 for role in credit}


def _shrunk(tally: _Tally, mean_micro: int) -> int:
    """What each kept order was worth, drawn to the mean of the role the more the fewer there were."""
    return (tally.credit_micro + PRIOR * mean_micro) * tally.kept // (tally.kept + PRIOR)


def lift_ppm(kept: int, lost: int, all_kept: int, all_lost: int) -> int:
    """Which part of the kept orders would not be there without it: 1 − rate without / rate with, both drawn to the
    rate of all, never below 0. Nothing where nothing was lost, for then there is nothing to compare with.
    """
    if not kept or not all_lost:
        return 0
    rate = all_kept * MICRO // (all_kept + all_lost)
    others_kept, others = all_kept - kept, all_kept + all_lost - kept - lost
    met = (kept * MICRO + PRIOR * rate) // (kept + lost + PRIOR)
    not_met = (others_kept * MICRO + PRIOR * rate) // (others + PRIOR)
    return max(0, (met - not_met) * MICRO // met)


def allot(minor: int, evidence: Evidence, rule: PoolRule) -> list[Part]:
    """Never more than there is, and never more than the cap for one group. What the cap cuts off goes to nobody:
    it stays in the pool, and so does all of it while nobody brought enough buyers.
    """
    fit = [one for one in evidence.weighed if one.weight and evidence.buyers[one.player.group] >= rule.buyers_min]
    # No more parties than can be paid in one go: the weightiest.
    fit = sorted(sorted(fit, key=lambda one: (-one.weight, one.player))[:PARTS_MAX], key=lambda one: one.player)
    if not fit or minor <= 0:
        return []
    amounts = split_minor(minor, [one.weight for one in fit])
    cap = minor * rule.cap_bp // WHOLE_BP
    by_group: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(fit):
        by_group[one.player.group].append(at)
    capped = {group for group, places in by_group.items() if sum(amounts[at] for at in places) > cap}
    for group in capped:
        places = by_group[group]
        for at, part in zip(places, split_minor(cap, [fit[at].weight for at in places]), strict=True):
            amounts[at] = part
    parts = []
    for one, amount in zip(fit, amounts, strict=True):
        group = one.player.group
        size = len({party for at in by_group[group] for party in fit[at].members})
        shared = split_minor(amount, list(one.members.values()))
        for party, part in zip(one.members, shared, strict=True):
            if part:
                parts.append(
                    Part(
                        role=one.player.role,
                        party=party,
                        minor=part,
                        kept=one.kept,
                        lost=one.lost,
                        buyers=evidence.buyers[group],
                        credit_minor=one.credit_micro // MICRO,
                        lift_ppm=one.lift_ppm,
                        merged=size,
                        was_capped=group in capped,
                    )
                )
    return parts
