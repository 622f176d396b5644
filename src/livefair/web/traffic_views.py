"""Receipts of traffic as they are shown: where impressions came from, why, and what the feed gave beside the score."""

from typing import NamedTuple

from livefair.content import rules
from livefair.content.traffic import OnTrial, Receipt, on_trial_of, receipt_of, traffic_of
from livefair.governance import feed_policy
from livefair.kernel import DAY_MS, Actor, ReadTx

DAYS = 28


class DayRow(NamedTuple):
    """`sources`: (word, impressions) for each source."""

    at_ms: int
    impressions: int
    sources: list[tuple[str, int]]


class TrafficPage(NamedTuple):
    """`floor` and `explore`: the feed's promises now, from 0 to 1. `sources`: all words, for the heads of a table."""

    days: int
    receipt: Receipt
    rows: list[DayRow]
    sources: tuple[str, ...]
    trial: list[OnTrial]
    trial_viewers: int
    floor: float
    explore: float


def traffic_page(tx: ReadTx, actor: Actor) -> TrafficPage:
    receipt = receipt_of(traffic_of(tx, actor.id, days=DAYS))
    knobs = feed_policy(tx).knobs
    shown = tuple(source for source in rules.SOURCES if any(part.word == source for part in receipt.sources))
    return TrafficPage(
        days=DAYS,
        receipt=receipt,
        rows=[
            DayRow(
                day.day * DAY_MS,
                day.impressions,
                [pair for pair in zip(rules.SOURCES, day.sources, strict=True) if pair[0] in shown],
            )
            for day in receipt.days
        ],
        sources=shown,
        trial=on_trial_of(tx, actor.id),
        trial_viewers=rules.TRIAL_VIEWERS,
        floor=knobs.small_floor / 1000,
        explore=knobs.explore / 1000,
    )
