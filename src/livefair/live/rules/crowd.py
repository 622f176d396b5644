"""A simulated crowd for a rehearsal: what it says and asks, and when. The same past and seed give the same crowd."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from livefair.kernel.clock import MINUTE_MS, SECOND_MS

LINES_A_MINUTE = (2.0, 40.0)
QUESTIONS_A_MINUTE = (0.3, 3.0)
PULSES_A_MINUTE = 0.5
ORDERS_A_MINUTE = (0.2, 6.0)
PULSES = ("too_fast", "price_unclear", "show_again", "size_please")
CUES_MAX = 600
FIRST_MS = 4 * SECOND_MS


class Past(NamedTuple):
    """What a host's crowd has been like: how busy, and in which words. Rates are per minute."""

    lines_a_minute: float
    questions_a_minute: float
    lines: Sequence[str]
    questions: Sequence[str]
    orders_a_minute: float = 0.5


class Cue(NamedTuple):
    """`kind` is line, question, pulse or order (of what is pinned then); `who` numbers a viewer.

    `at_ms` counts from the rehearsal's beginning.
    """

    at_ms: int
    kind: str
    text: str
    who: int


def crowd(past: Past, *, seed: int, lasts_ms: int) -> list[Cue]:
    """In time's order, CUES_MAX at most. A question comes once; lines may repeat, as they do. Somebody speaks at once,
    so that the host sees that a crowd is there.
    """
    rng = Random(seed)
    questions = rng.sample(list(past.questions), len(past.questions))
    cues = _at_random(rng, "line", _within(past.lines_a_minute, LINES_A_MINUTE), past.lines, lasts_ms)
    asked = _times(rng, _within(past.questions_a_minute, QUESTIONS_A_MINUTE), lasts_ms)
    if past.lines and lasts_ms > FIRST_MS:
        cues.append(Cue(FIRST_MS, "line", rng.choice(past.lines), rng.randint(1, 99)))
    cues += [Cue(at_ms, "question", text, rng.randint(1, 99)) for at_ms, text in zip(asked, questions, strict=False)]
    cues += _at_random(rng, "pulse", PULSES_A_MINUTE, PULSES, lasts_ms)
    cues += _at_random(rng, "order", _within(past.orders_a_minute, ORDERS_A_MINUTE), ("",), lasts_ms)
    return sorted(cues)[:CUES_MAX]


def _at_random(rng: Random, kind: str, rate: float, texts: Sequence[str], lasts_ms: int) -> list[Cue]:
    times = _times(rng, rate, lasts_ms) if texts else []
    return [Cue(at_ms, kind, rng.choice(texts), rng.randint(1, 99)) for at_ms in times]


def _times(rng: Random, rate: float, lasts_ms: int) -> list[int]:
    """Moments of a Poisson process."""
    times: list[int] = []
    at_ms = FIRST_MS + rng.expovariate(rate) * MINUTE_MS
    while at_ms < lasts_ms and len(times) < CUES_MAX:
        times.append(round(at_ms))
        at_ms += rng.expovariate(rate) * MINUTE_MS
    return times


def _within(rate: float, limits: tuple[float, float]) -> float:
    return min(max(rate, limits[0]), limits[1])
