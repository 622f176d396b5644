"""Tiers and programmes of creators as they are shown."""

from typing import NamedTuple

from livefair.content.programmes import Member, Programme, memberships_of, programmes
from livefair.content.rules import creators as rules
from livefair.content.tiers import TierChange, numbers_of, tier_changes_of, tiers_in_force
from livefair.kernel import Actor, Money, ReadTx


class Step(NamedTuple):
    """One tier: what it asks for, and whether all of it is met now."""

    tier: int
    criteria: list[rules.Criterion]
    is_met: bool


class TierPage(NamedTuple):
    """`tier` counts since `since_ms`; None: it was not counted yet. `changes`: newest first, with their numbers."""

    tier: int
    since_ms: int | None
    steps: list[Step]
    changes: list[TierChange]


class ProgrammeView(NamedTuple):
    """`mine`: this person's part in it, if any; `fits`: their tier is one that it is for."""

    id: str
    name: str
    about: str
    kind: str
    stage: str
    tier_min: int
    tier_max: int
    seats: int
    holdout: float
    per_head: Money
    quota: int
    apply_until_ms: int
    ends_at_ms: int
    seed: str | None
    budget: Money
    paid: Money
    lesson: str
    mine: Member | None
    fits: bool

    @property
    def may_apply(self) -> bool:
        return self.stage == "open" and self.fits and self.mine is None


def tier_page(tx: ReadTx, actor: Actor) -> TierPage:
    numbers, needed = numbers_of(tx, [actor.id])[actor.id], tiers_in_force(tx)
    changes = tier_changes_of(tx, actor.id)
    steps = [
        Step(tier, found, all(each.is_met for each in found))
        for tier in range(1, len(needed) + 1)
        for found in (rules.criteria(tier, numbers, needed),)
    ]
    return TierPage(changes[0].tier if changes else 1, changes[0].since_ms if changes else None, steps, changes)


def programme_views(tx: ReadTx, actor: Actor, tier: int) -> list[ProgrammeView]:
    """What a host may apply for or takes part in; newest first."""
    mine = memberships_of(tx, actor.id)
    views = [programme_view(tx, each, mine.get(each.id), tier) for each in programmes(tx)]
    return [view for view in views if view.mine is not None or view.stage == "open"]


def programme_view(tx: ReadTx, programme: Programme, mine: Member | None = None, tier: int = 0) -> ProgrammeView:
    """The lesson is for those who have a seat."""
    is_treated = mine is not None and mine.arm == rules.TREATED
    return ProgrammeView(
        id=programme.id,
        name=programme.name,
        about=programme.about,
        kind=programme.kind,
        stage=programme.stage(tx.now_ms),
        tier_min=programme.tier_min,
        tier_max=programme.tier_max,
        seats=programme.seats,
        holdout=programme.holdout_percent / 100,
        per_head=Money(programme.per_head_minor, programme.currency),
        quota=programme.quota,
        apply_until_ms=programme.apply_until_ms,
        ends_at_ms=programme.ends_at_ms,
        seed=programme.seed,
        budget=programme.budget,
        paid=programme.paid,
        lesson=programme.lesson if is_treated else "",
        mine=mine,
        fits=programme.tier_min <= tier <= programme.tier_max,
    )
