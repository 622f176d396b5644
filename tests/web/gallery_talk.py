"""How a room talks, for the gallery: the real views with representative values."""

from __future__ import annotations

from livefair.live import MUTE_REASONS
from livefair.live.merging import Pair, Part
from livefair.live.mute_appeals import MuteAppeal
from livefair.live.muting import Muted
from livefair.live.passing_on import PassedOn
from livefair.live.questions import Question
from livefair.live.rooms import Room
from livefair.people import PersonCard
from livefair.web.mall.finding import FoundView
from livefair.web.mall.lines import LASTS_S, LineSheet, MutedPage
from livefair.web.mall.panel import CHOICES, Panel
from livefair.web.mall.thinking import Typed
from livefair.web.studio.mending import CaptionsPage, CaptionView
from livefair.web.studio.moderating import AppealView, ModeratePage, MutedView
from tests.web.gallery_play import NOW
from tests.web.samples import DAY_MS, HOST, LINES, NOW_MS, QUESTIONS, ROOM, Shown

ROOM_ROW = Room("room-1", HOST.id, None, ROOM.title, ROOM.intro, NOW_MS, None)
LUNA, THEO = PersonCard("fan-1", "Luna_77", None), PersonCard("fan-2", "Theo", None)
LINE = LineSheet("room-1", "c1", LUNA, "帽子红色好正", NOW_MS, False, True, True, True, True)
MUTED = Muted("m-1", "room-1", "fan-1", "spam", "三条链接", HOST.id, NOW_MS, NOW_MS + DAY_MS, None, None)
APPEAL = MuteAppeal("m-1", "room-1", "我只是发了菜谱", NOW_MS, "upheld", "链接请发给主播", NOW_MS)
NUDGE = {"room_id": "room-1", "typed": Typed("你这个白痴", "chat", ""), "nudge": "n-1", "word": "白痴"}
SHEET = {"line": LINE, "reasons": MUTE_REASONS, "lasts": LASTS_S}
_ASKED = Question("q1", "room-1", "s-1", "fan-1", None, "包的五金会掉色吗？", 18, NOW_MS, None, None, None, None)
PAIRS = [Pair(_ASKED, _ASKED._replace(id="q9", text="五金掉色吗", votes=2))]
PARTS = {_ASKED.id: [Part("q10", _ASKED.id, "会不会褪色？")]}
PASSED = {"q3": PassedOn("q3", "room-1", "s-1", "b-1", NOW_MS, NOW_MS + DAY_MS, None, None)}
BESIDE = {"pairs": PAIRS, "parts": PARTS, "passed": PASSED}
PAGE = ModeratePage(
    room=ROOM_ROW,
    is_mine=True,
    muted=[
        MutedView(LUNA, "spam", "三条链接", NOW_MS + DAY_MS, False),
        MutedView(THEO, "abuse", "", None, True),
    ],
    appeals=[AppealView("m-1", LUNA, "spam", "我只是发了菜谱，不是广告。", NOW_MS)],
    helpers=[THEO],
    words=12,
    play=NOW,
)
CAPTIONS = CaptionsPage(
    "room-1",
    "s-1",
    [
        CaptionView("ca-3", "这只杯子 240 毫升", "zh", NOW_MS, "", False, None),
        CaptionView("ca-2", "杯盖能放进洗碗机", "zh", NOW_MS, "杯改能放进洗完机", False, THEO),
        CaptionView("ca-1", "全网最好的杯子", "zh", NOW_MS, "", True, LUNA),
    ],
    "/studio/rooms/room-1/moderate/captions?show=s-1&page=2",
    "?show=s-1&page=1",
)


def talking() -> Shown:
    moderate = {**PAGE._asdict(), "live": ROOM, "lines": LINES, "questions": QUESTIONS, "pairs": PAIRS, "parts": PARTS}
    panel = {"room_id": "room-1", "panel": Panel(size="large"), "choices": CHOICES, "may_moderate": True}
    found = [
        FoundView("product", "云感跑鞋 Cloud 2", "", "/live/room-1/replay?at=12", 12.0),
        FoundView("question", "包的五金会掉色吗？", "不会", "/live/room-1/replay?at=95", 95.0),
        FoundView("line", "帽子红色好正", "Luna_77", "", None),
    ]
    finding = {"room_id": "room-1", "show_id": "s-1", "q": "色", "found": found}
    similar = {"room_id": "room-1", "text": "五金掉色吗", "nudge": "", "questions": QUESTIONS[:1]}
    words = {"room": ROOM_ROW, "words": "假货\nfake", "count": 2, "limit": 200}
    return {
        "mall/_nudge.html": ("/live/room-1", NUDGE),
        "mall/nudge.html": ("/live/room-1/chat", NUDGE),
        "mall/_line_sheet.html": ("/live/room-1", SHEET),
        "mall/line.html": ("/live/room-1/lines/c1", SHEET),
        "mall/_find.html": ("/live/room-1", finding),
        "mall/find.html": ("/live/room-1/find", finding),
        "mall/_panel.html": ("/live/room-1", panel),
        "mall/panel.html": ("/live/room-1/panel", panel),
        "mall/_similar.html": ("/live/room-1", similar),
        "mall/similar.html": ("/live/room-1/questions", similar),
        "mall/muted.html": ("/live/room-1/muted", MutedPage("room-1", ROOM.title, MUTED, APPEAL)._asdict()),
        "studio/moderate.html": ("/studio/rooms/room-1/moderate", moderate),
        "studio/_moderate_queue.html": (
            "/studio/rooms/room-1/moderate",
            {"room": ROOM_ROW, "questions": QUESTIONS, "pairs": PAIRS, "parts": PARTS},
        ),
        "studio/captions.html": ("/studio/rooms/room-1/moderate/captions", CAPTIONS._asdict()),
        "studio/_caption_list.html": ("/studio/rooms/room-1/moderate/captions", CAPTIONS._asdict()),
        "studio/words.html": ("/studio/rooms/room-1/moderate/words", words),
    }
