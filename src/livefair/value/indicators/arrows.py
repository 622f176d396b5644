"""An arrow of the model, opened: do its two indicators rise and fall together from day to day?"""

from typing import NamedTuple

from livefair.kernel import Actor, ReadTx, not_found, require
from livefair.value.indicators.readings import Reading, open_window
from livefair.value.indicators.registry import registry
from livefair.value.indicators.window import Window
from livefair.value.rules.association import Association, association


class Day(NamedTuple):
    from_ms: int
    source: float
    target: float


class Arrow(NamedTuple):
    """`days`: those on which both are known, oldest first. An association is no effect."""

    source: Reading
    target: Reading
    days: list[Day]
    found: Association
    version: int


def open_arrow(tx: ReadTx, actor: Actor, ends: tuple[str, str], span: tuple[int, int]) -> Arrow:
    """For operators. NotFound unless the model has this arrow."""
    require(actor.has("operator"), "operators_only")
    if ends not in {(link.source, link.target) for link in registry().links}:
        not_found("link")
    return arrow_of(Window(tx, *span), ends)


def arrow_of(window: Window, ends: tuple[str, str]) -> Arrow:
    source, target = (open_window(end, window, limit=0) for end in ends)
    days = [
        Day(one.from_ms, one.value, other.value)
        for one, other in zip(source.days, target.days, strict=True)
        if one.value is not None and other.value is not None
    ]
    found = association([(day.source, day.target) for day in days])
    return Arrow(source.reading, target.reading, days, found, registry().version)
