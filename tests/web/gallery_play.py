"""What rooms play, for the gallery: the real events and views with representative values."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.live.draw_proof import DrawProof, EntryProof
from livefair.live.manners import Manners
from livefair.live.room_events_of_play import Drawing, OptionShown, Polling, WinnerShown
from livefair.live.room_events_of_tasks import Tasking
from livefair.web.mall.playing import Played, PlayView, as_text, bars_of
from livefair.web.studio.play_views import DrawView, PlayNow, PollView, WinnerView
from tests.web import gallery_sales
from tests.web.samples import HOST, NOW_MS, Shown, goods

TICKET = "0f3c9d" * 5 + "aa"
HASH = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
WINNERS = [WinnerShown(ticket=TICKET, name="北**"), WinnerShown(ticket="7b" * 16, name="T**")]
DRAW = Drawing(
    id="d-1",
    state="open",
    prize="手工茶一罐 A tin of tea",
    places=2,
    eligibility="followers",
    opened_at=NOW_MS,
    closes_at=NOW_MS + 60_000,
    commitment=HASH,
    entries=128,
)
DRAWN = Drawing(
    id="d-1",
    state="drawn",
    prize=DRAW.prize,
    places=2,
    eligibility="phrase",
    phrase="好茶",
    opened_at=NOW_MS - 90_000,
    closes_at=NOW_MS - 30_000,
    commitment=HASH,
    entries=128,
    root=HASH,
    seed="a seed",
    winners=WINNERS,
)
POLL = Polling(
    id="poll-1",
    kind="quiz",
    question="这件是什么面料？",
    options=[OptionShown(text="真丝", votes=31), OptionShown(text="羊毛", votes=12), OptionShown(text="棉", votes=7)],
    voters=50,
    votes_are="final",
    opened_at=NOW_MS,
    closes_at=NOW_MS + 60_000,
)
PLAYED = [
    Played(312.0, "draw", DRAW.prize, "/draws/d-1", "北**, T**"),
    Played(640.0, "quiz", POLL.question, "/polls/poll-1", "真丝 62 %"),
]
TASK = Tasking(
    id="task-1",
    metric="likes",
    goal=1_000,
    count=640,
    promise="展示新颜色",
    state="open",
    opened_at=NOW_MS,
    closes_at=NOW_MS + 300_000,
)
PLAY = PlayView(
    as_text(DRAW), as_text(POLL), TICKET, 0, {"too_fast": NOW_MS}, as_text(TASK), as_text(gallery_sales.FLASH)
)
ENTRIES = [EntryProof(position=n, ticket=TICKET, at_ms=NOW_MS, running_hash=HASH) for n in (1, 2)]
PROOF = DrawProof(
    format="livefair-draw-1",
    id="d-1",
    state="drawn",
    rules='{"prize":"tea"}',
    commitment=HASH,
    entries=ENTRIES,
    entries_root=HASH,
    seed="a seed",
    winners=[TICKET],
)
NOW = PlayNow(
    DrawView(
        "d-1", "drawn", DRAW.prize, 128, NOW_MS, [WinnerView(1, "北岛", "fan-1", None), WinnerView(2, "Theo", "t", 1)]
    ),
    PollView("poll-1", "next_item", "接下来看哪件？", bars_of(POLL), 50, False, NOW_MS, 1, 0),
    {"too_fast": 12, "price_unclear": 3, "show_again": 0, "size_please": 0},
    Manners(10_000, "followers"),
    TASK,
)


def viewing() -> Shown:
    mine = Ns(position=7, ticket=TICKET, running_hash=HASH)
    page = {"room_id": "room-1", "host_id": HOST.id, "proof": PROOF, "entries": ENTRIES}
    return {
        "mall/_draw.html": ("/live/room-1", {**page, "draw": DRAW, "mine": None, "won_place": 0}),
        "mall/draw.html": ("/draws/d-1", {**page, "draw": DRAWN, "mine": mine, "won_place": 1}),
        "mall/poll.html": ("/polls/poll-1", {"poll": POLL, "bars": bars_of(POLL), "vote": 1, "room_id": "room-1"}),
    }


def conducting(room: Ns) -> Shown:
    return {
        "studio/_play.html": ("/studio/rooms/room-1", {"room_id": "room-1", "play": NOW}),
        "studio/_manners.html": ("/studio/rooms/room-1", {"room": room, "play": NOW}),
        "studio/_pulses.html": ("/studio/rooms/room-1", {"room": room, "play": NOW}),
        "studio/_play_forms.html": (
            "/studio/rooms/room-1",
            {"room": room, "goods": goods(), "flash": gallery_sales.NOW},
        ),
    }
