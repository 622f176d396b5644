"""What a creators' programme has added: those who were supported beside those whom the lot held out."""

from typing import NamedTuple

import numpy as np

from livefair.content import views_between
from livefair.content.programmes import members_of, programme_for
from livefair.content.rules.creators import HELD_OUT
from livefair.kernel import DAY_MS, Actor, ReadTx, require
from livefair.value.attribution.experiments import Experiment, Lift, lifts
from livefair.value.faults import Fault


class Measured(NamedTuple):
    """Viewers of each one's videos (a person or guest counts once per video and day) in the days since the draw, and in
    as many before. `lift` None: `why` says what is missing.
    """

    days: int
    treated: int
    held_out: int
    lift: Lift | None
    why: str


def measure(tx: ReadTx, actor: Actor, programme_id: str) -> Measured:
    """Whole days (UTC) after the day of the draw. Refused to others: operators_only."""
    require(actor.has("operator"), "operators_only")
    programme = programme_for(tx, actor, programme_id)
    arms = {member.person_id: member.arm for member in members_of(tx, programme.id) if member.arm is not None}
    held_out = sum(arm == HELD_OUT for arm in arms.values())
    if programme.drawn_at_ms is None:
        return Measured(0, 0, 0, None, "not_drawn")
    drawn_day = programme.drawn_at_ms // DAY_MS
    days = min(tx.now_ms, programme.ends_at_ms) // DAY_MS - drawn_day - 1
    sizes = (max(0, days), len(arms) - held_out, held_out)
    if days < 1:
        return Measured(*sizes, None, "too_early")
    after = _viewers(tx, drawn_day + 1, days)
    before = _viewers(tx, drawn_day - days, days)
    people = sorted(arms)
    experiment = Experiment(
        tuple(arms[one] for one in people),
        np.array([after.get(one, 0) for one in people], np.float64),
        np.array([before.get(one, 0) for one in people], np.float64),
        HELD_OUT,
    )
    try:
        [lift] = lifts(experiment)
    except Fault as fault:
        return Measured(*sizes, None, fault.code)
    return Measured(*sizes, lift, "")


def _viewers(tx: ReadTx, first_day: int, days: int) -> dict[str, int]:
    """By author, over so many whole days."""
    sums: dict[str, int] = {}
    for row in views_between(tx, first_day * DAY_MS, (first_day + days - 1) * DAY_MS):
        sums[row.author_id] = sums.get(row.author_id, 0) + row.viewers
    return sums
