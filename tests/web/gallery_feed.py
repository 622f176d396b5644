"""Samples of the feed's receipts and knobs."""

from __future__ import annotations

from livefair.content.traffic import Coverage, OnTrial, PolicyNumbers, TrafficLine, receipt_of
from livefair.governance import FeedKnobs
from livefair.governance.feed_policy import BOUNDS
from livefair.governance.policies import Policy
from livefair.kernel import Money
from livefair.web.console.traffic import Memory, PolicyRow
from livefair.web.mall.topics import ChallengeView, TileView, TopicPage, TopicsPage, TopicView
from livefair.web.traffic_views import DayRow, TrafficPage
from livefair.web.views import AuthorView
from tests.web.samples import DAY_MS, NOW_MS, Shown

TODAY = NOW_MS // DAY_MS
LINES = [
    TrafficLine(TODAY, "video", "feed", "similar", "none", 812),
    TrafficLine(TODAY, "video", "feed", "explore", "trial", 96),
    TrafficLine(TODAY, "room", "feed", "on_air", "floor", 140),
    TrafficLine(TODAY, "video", "declared", "popular", "none", 71),
    TrafficLine(TODAY - 1, "video", "search", "asked", "none", 55),
    TrafficLine(TODAY - 1, "room", "follow", "asked", "none", 204),
    TrafficLine(TODAY - 1, "video", "share", "asked", "none", 18),
    TrafficLine(TODAY - 1, "room", "outside", "asked", "none", 7),
]
WORDS = ("feed", "declared", "follow", "search", "share", "outside")
RECEIPT = receipt_of(LINES)
PAGE = TrafficPage(
    days=28,
    receipt=RECEIPT,
    rows=[
        DayRow(day.day * DAY_MS, day.impressions, list(zip(WORDS, day.sources, strict=True))) for day in RECEIPT.days
    ],
    sources=WORDS,
    trial=[OnTrial("v-1", "杯盖的一天", 37, 51)],
    trial_viewers=200,
    floor=0.3,
    explore=0.1,
)
SHARE = {"address": "https://fair.example/s/0192", "visits": 12, "video_id": "v-1"}

HOST = AuthorView("host-1", "宇航员艾琳", "/files/host.webp")
TOPICS = [TopicView("t-1", "一壶茶的时间", 128, 2_310, 84.2), TopicView("t-2", "Slow mornings", 41, 380, 12.0)]
QUIET = [TopicView("t-3", "杯子控", 6, 0, 0.0)]
RUNNING = ChallengeView(
    id="t-1",
    name="一壶茶的时间",
    stage="running",
    starts_at_ms=NOW_MS - 2 * DAY_MS,
    ends_at_ms=NOW_MS + 5 * DAY_MS,
    host=HOST,
    brand="橙色衣橱",
    rule_text="一壶茶，一镜到底，一分钟以内。\n声音要听得见水开。",
    prize=Money(300_000),
    is_judged=False,
    may_judge=False,
)
COMING = RUNNING._replace(id="t-2", name="Slow mornings", stage="coming", brand="", prize=Money(0))
JUDGING = RUNNING._replace(stage="over", may_judge=True)
TILES = [TileView(f"v-{n}", f"第 {n} 壶", "/files/poster.webp", 120 * n, HOST) for n in range(1, 5)]
TOPIC = TopicPage(TOPICS[0], True, True, JUDGING, [TILES[0]._replace(prize=Money(300_000))], TILES, TILES, None)


def _topics() -> Shown:
    page = TopicsPage(TOPICS, QUIET, QUIET, [RUNNING, COMING], True)
    typed = {"name": "一壶茶的时间", "rule_text": "", "starts_on": "", "ends_on": "", "prize": "3000"}
    return {
        "mall/topics.html": ("/topics", page._asdict()),
        "mall/topic.html": ("/topics/t-1", TOPIC._asdict()),
        "mall/challenge_new.html": ("/topics/new", {"values": typed, "key": "k" * 24, "rule_chars": 2_000}),
    }


def pages() -> Shown:
    return {**_topics(), **_mall(), **_studio(), **_console()}


def _mall() -> Shown:
    return {
        "mall/traffic.html": ("/me/traffic", PAGE._asdict()),
        "mall/share.html": ("/v/v-1/share", SHARE),
        "mall/_share.html": ("/v/v-1", SHARE),
    }


def _studio() -> Shown:
    empty = PAGE._replace(receipt=receipt_of([]), rows=[], trial=[])
    return {"studio/traffic.html": ("/studio/traffic", PAGE._asdict()), "mall/_traffic.html": ("/", empty._asdict())}


def _console() -> Shown:
    knobs = list(FeedKnobs().__struct_fields__)
    numbers = PolicyNumbers(2, 48_210, 312, 0.41, 0.34, 0.06, 0.11, 0.04, 0.01, TODAY - 9, TODAY)
    values = [getattr(FeedKnobs(), knob) for knob in knobs]
    rows = [
        PolicyRow(2, values, numbers, (TODAY - 9) * DAY_MS, NOW_MS),
        PolicyRow(1, values, None, 0, 0),
        PolicyRow(0, values, numbers._replace(version=0), (TODAY - 30) * DAY_MS, (TODAY - 10) * DAY_MS),
    ]
    page = {
        "policy": Policy(2, FeedKnobs()),
        "fields": [(knob, *BOUNDS[knob]) for knob in knobs],
        "rows": rows,
        "coverage": Coverage(812, 1_204),
        "memory": Memory(1_450, NOW_MS - 3_600_000, NOW_MS - 4_000),
    }
    return {"console/traffic.html": ("/console/traffic", page)}
