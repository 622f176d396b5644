"""Co-hosts' seats and rooms on air, for the gallery: the real views with representative values."""

from __future__ import annotations

from livefair.people import PersonCard
from livefair.web.console.rooms import RoomView
from livefair.web.mall.seats import SeatPage
from livefair.web.seat_views import SeatView, TermsView
from tests.web.samples import HOST, NOW_MS, ROOM, Shown

LUNA, THEO = PersonCard("fan-1", "Luna_77", None), PersonCard("fan-2", "Theo", None)
HELD = TermsView(1, "20%", "host", NOW_MS, NOW_MS + 5_000)
WANTED = TermsView(2, "25%", "guest", NOW_MS + 60_000, None)
TAKEN = SeatView(
    "seat-1", LUNA, "taken", "host", 1, True, "", HELD, WANTED, True, [HELD, WANTED], "/hls/seat-1/index.m3u8"
)
WAITING = TAKEN._replace(
    id="seat-2", person=THEO, state="waiting", begun_by="guest", place=0, is_live=False, held=None, history=[WANTED]
)
SEATS = {"seats": [TAKEN, WAITING], "seats_max": 4}
SHOWN = '[{"id":"seat-1","place":1,"by":"fan-1","name":"Luna_77"}]'
HOST_CARD = PersonCard(HOST.id, HOST.name, None)
MINE = SeatPage(
    "room-1", ROOM.title, HOST_CARD, "taken", "adult", TAKEN, 1, "", "/hls/room-1/index.m3u8", None
)  # fmt: skip
ON_AIR = [
    RoomView("room-1", "深秋上新", "阿岚", NOW_MS - 1_800_000, 1_204, "操作员", NOW_MS - 600_000, False),
    RoomView("room-3", "陶器", "小满", NOW_MS - 90_000, 31, "操作员", NOW_MS - 60_000, True),
    RoomView("room-2", "A quiet evening with tea", "Lin", NOW_MS - 60_000, 7, None, 0, False),
]


def pages() -> Shown:
    own = {**MINE._asdict(), "tickets": None}
    asked = MINE._replace(state="waiting", seat=WAITING._replace(begun_by="host"))._asdict()
    return {
        "mall/seat.html": ("/live/room-1/seat", own),
        "console/rooms.html": ("/console/rooms", {"rooms": ON_AIR}),
        "mall/_seat.html": ("/live/room-1/seat", asked),
        "studio/_seats.html": ("/studio/rooms/room-1", {"room_id": "room-1", **SEATS}),
    }
