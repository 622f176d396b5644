"""Hosts who rehearse: the run of show at its pace, points explained, the crowd's questions answered; then the grade."""

from random import Random
from typing import NamedTuple

from livefair.kernel import SECOND_MS, Actor
from livefair.live.rehearsals import (
    Rehearsal,
    begin_rehearsal,
    do_in_rehearsal,
    end_rehearsal,
    measure_rehearsal,
    planned_in,
    rehearsal_for,
)
from livefair.live.rules.picture_and_sound import Measure
from livefair.live.rules.rehearsal import Planned
from livefair.world.fair import Fair

MEASURE_EVERY_MS = 30 * SECOND_MS
POINT_EVERY_MS = 40 * SECOND_MS
ANSWER_MS = (15 * SECOND_MS, 90 * SECOND_MS)
ANSWERED = 0.8
DIM = 0.06


class _Doing(NamedTuple):
    at_ms: int
    kind: str
    subject: str


def rehearse(fair: Fair, host: Actor, show_id: str, rng: Random) -> None:
    """Takes as long as the run of show, of the fair's time."""
    seed = rng.randint(1, 10**6)
    rehearsal_id = fair.db.write_now(begin_rehearsal, host, show_id, seed=seed)
    rehearsal = fair.db.read_now(rehearsal_for, host, rehearsal_id)
    blocks = fair.db.read_now(planned_in, show_id)
    began_ms, lasts_ms = fair.clock(), sum(block.lasts_ms for block in blocks)
    for doing in sorted([*_run(blocks, rng), *_answers(rehearsal, lasts_ms, rng), *_measures(lasts_ms)]):
        fair.clock.move_to(began_ms + doing.at_ms)
        if doing.kind == "measure":
            fair.db.write_now(measure_rehearsal, host, rehearsal_id, _measure(rng))
        else:
            fair.db.write_now(do_in_rehearsal, host, rehearsal_id, kind=doing.kind, subject=doing.subject)
    fair.clock.move_to(began_ms + lasts_ms)
    fair.db.write_now(end_rehearsal, host, rehearsal_id)


def _run(blocks: list[Planned], rng: Random) -> list[_Doing]:
    """Each block at its time, more or less; most of its points one after the other."""
    found, at_ms = [], 0
    for block in blocks:
        found.append(_Doing(at_ms, "block", block.id))
        for number, point in enumerate(block.points, start=1):
            if rng.random() < ANSWERED:
                found.append(_Doing(at_ms + number * POINT_EVERY_MS, "point", f"{block.product_id}/{point.id}"))
        at_ms += round(block.lasts_ms * rng.uniform(0.85, 1.0))
    return found


def _answers(rehearsal: Rehearsal, lasts_ms: int, rng: Random) -> list[_Doing]:
    asked = [(place, cue.at_ms) for place, cue in enumerate(rehearsal.crowd) if cue.kind == "question"]
    times = [(place, at_ms + rng.randint(*ANSWER_MS)) for place, at_ms in asked if rng.random() < ANSWERED]
    return [_Doing(at_ms, "answer", str(place)) for place, at_ms in times if at_ms < lasts_ms]


def _measures(lasts_ms: int) -> list[_Doing]:
    return [_Doing(at_ms, "measure", "") for at_ms in range(0, lasts_ms, MEASURE_EVERY_MS)]


def _measure(rng: Random) -> Measure:
    """A well-lit room in which somebody stands before the lamp now and then."""
    luma = rng.randint(30, 44) if rng.random() < DIM else rng.randint(95, 150)
    return Measure(0, luma, rng.randint(-28, -16), rng.randint(-9, -3), rng.randint(4, 60))
