"""The grade of a rehearsal: pace, coverage, answer times, dead air, picture and sound. Each part from 0 to 100."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from livefair.kernel.clock import SECOND_MS
from livefair.live.rules.coverage import Point, reached
from livefair.live.rules.crowd import Cue
from livefair.live.rules.picture_and_sound import Measure, longest_silence_ms, warnings_of

ON_TIME = 0.25
ANSWER_MS = (20 * SECOND_MS, 120 * SECOND_MS)
SILENCE_MS = (5 * SECOND_MS, 30 * SECOND_MS)
LETTERS = ((90, "A"), (75, "B"), (60, "C"), (40, "D"), (0, "E"))


class Planned(NamedTuple):
    """A block of the run of show; `points` are those of its product."""

    id: str
    lasts_ms: int
    script: str
    product_id: str | None
    points: Sequence[Point]


class Deed(NamedTuple):
    """What the host did: `kind` is block (its id), point (product and point) or answer (the place of a cue)."""

    at_ms: int
    kind: str
    subject: str


class Sold(NamedTuple):
    """What the crowd of a rehearsal wanted to buy, and how much of it there was."""

    wanted: int
    met: int


class Part(NamedTuple):
    """`score` is None where nothing was measured; `value` and `of` say in numbers what it rests on."""

    code: str
    score: int | None
    value: int
    of: int


class Grade(NamedTuple):
    letter: str
    score: int
    parts: list[Part]


def grade(
    blocks: Sequence[Planned],
    cues: Sequence[Cue],
    deeds: Sequence[Deed],
    measures: Sequence[Measure],
    *,
    ended_ms: int,
    sold: Sold | None = None,
) -> Grade:
    parts = [
        _pace(blocks, deeds, ended_ms),
        _coverage(blocks, deeds, ended_ms),
        _answers(cues, deeds, ended_ms),
        _dead_air(measures),
        _picture_and_sound(measures),
        *([] if sold is None else [_stock(sold)]),
    ]
    known = [part.score for part in parts if part.score is not None]
    score = round(sum(known) / len(known)) if known else 0
    return Grade(next(letter for least, letter in LETTERS if score >= least), score, parts)


def lasted(blocks: Sequence[Planned], deeds: Sequence[Deed], ended_ms: int) -> dict[str, int]:
    """How long each block that was begun went on, in all."""
    begun = [(deed.at_ms, deed.subject) for deed in deeds if deed.kind == "block"]
    ends = [*(at_ms for at_ms, _ in begun), ended_ms][1:] if begun else []
    found: dict[str, int] = {}
    for (at_ms, block_id), end_ms in zip(begun, ends, strict=True):
        found[block_id] = found.get(block_id, 0) + max(0, end_ms - at_ms)
    return {block.id: found[block.id] for block in blocks if block.id in found}


def covered(blocks: Sequence[Planned], deeds: Sequence[Deed], ended_ms: int) -> set[str]:
    """`product/point` of everything explained, by the script that was read or by tap."""
    taps = {deed.subject for deed in deeds if deed.kind == "point"}
    went_on = lasted(blocks, deeds, ended_ms)
    said = {
        f"{block.product_id}/{point}"
        for block in blocks
        for point in reached(block.script, block.points, spoken_ms=went_on.get(block.id, -1))
    }
    return taps | said


def _pace(blocks: Sequence[Planned], deeds: Sequence[Deed], ended_ms: int) -> Part:
    """Blocks that took their time, a quarter more or less; one that was left out did not."""
    went_on = lasted(blocks, deeds, ended_ms)
    on_time = sum(abs(went_on.get(block.id, 0) - block.lasts_ms) <= ON_TIME * block.lasts_ms for block in blocks)
    return Part("pace", _share(on_time, len(blocks)), on_time, len(blocks))


def _coverage(blocks: Sequence[Planned], deeds: Sequence[Deed], ended_ms: int) -> Part:
    wanted = {f"{block.product_id}/{point.id}" for block in blocks for point in block.points}
    found = len(wanted & covered(blocks, deeds, ended_ms))
    return Part("coverage", _share(found, len(wanted)), found, len(wanted))


def _answers(cues: Sequence[Cue], deeds: Sequence[Deed], ended_ms: int) -> Part:
    """The median wait in seconds; a question that was left waits until the end, two minutes at least."""
    answered = {deed.subject: deed.at_ms for deed in reversed(deeds) if deed.kind == "answer"}
    waits = [
        answered[str(place)] - cue.at_ms if str(place) in answered else max(ANSWER_MS[1], ended_ms - cue.at_ms)
        for place, cue in enumerate(cues)
        if cue.kind == "question" and cue.at_ms <= ended_ms
    ]
    if not waits:
        return Part("answers", None, 0, 0)
    return Part("answers", _between(median(waits), *ANSWER_MS), round(median(waits) / SECOND_MS), len(waits))


def _dead_air(measures: Sequence[Measure]) -> Part:
    heard = [each for each in measures if each.loudness_db is not None]
    if not heard:
        return Part("dead_air", None, 0, 0)
    silence_ms = longest_silence_ms(heard)
    return Part("dead_air", _between(silence_ms, *SILENCE_MS), round(silence_ms / SECOND_MS), len(heard))


def _picture_and_sound(measures: Sequence[Measure]) -> Part:
    good = sum(not warnings_of(measures[max(0, place - 2) : place + 1]) for place in range(len(measures)))
    return Part("picture_and_sound", _share(good, len(measures)), good, len(measures))


def _stock(sold: Sold) -> Part:
    """Orders for which there was stock: a plan with too little of it loses them on air."""
    return Part("stock", _share(sold.met, sold.wanted), sold.met, sold.wanted)


def _share(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _between(value: float, good: int, bad: int) -> int:
    """100 up to `good`, 0 from `bad` on, a straight line between them."""
    return round(100 * min(1.0, max(0.0, (bad - value) / (bad - good))))
