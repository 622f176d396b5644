"""Receipts of traffic for programs."""

import msgspec
from litestar import Router, get

from livefair.content.traffic import receipt_of, traffic_of
from livefair.kernel import DAY_MS, Actor, ReadTx
from livefair.web.access import SIGNED_IN, needs
from livefair.web.requests import AppRequest
from livefair.web.traffic_views import DAYS


class TrafficRow(msgspec.Struct, kw_only=True):
    """Impressions of one day (it begins at `at_ms`) that were alike. `given`: what the feed gave beside the score."""

    at_ms: int
    kind: str
    source: str
    reason: str
    given: str
    impressions: int


class TrafficReceipt(msgspec.Struct, kw_only=True):
    """`rows` sum to `impressions`; those whose source is feed or declared, to `chosen`."""

    days: int
    impressions: int
    chosen: int
    rows: list[TrafficRow]


def receipt(tx: ReadTx, actor: Actor) -> TrafficReceipt:
    lines = traffic_of(tx, actor.id, days=DAYS)
    summed = receipt_of(lines)
    rows = [
        TrafficRow(
            at_ms=line.day * DAY_MS,
            kind=line.kind,
            source=line.source,
            reason=line.reason,
            given=line.given,
            impressions=line.impressions,
        )
        for line in lines
    ]
    return TrafficReceipt(days=DAYS, impressions=summed.impressions, chosen=summed.chosen, rows=rows)


@get("/traffic", summary="Where what I made was shown in the last 28 days, and why")
async def show_receipt(request: AppRequest) -> TrafficReceipt:
    return await request.read(receipt, request.actor)


router = Router("/", route_handlers=[show_receipt], opt=needs(*SIGNED_IN), tags=["feed"])
