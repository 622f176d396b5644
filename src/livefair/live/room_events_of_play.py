"""What browsers are told of draws and polls; see docs/room-events.md."""

from collections.abc import Callable
from typing import Any

import msgspec

from livefair.kernel import Fact, ReadTx
from livefair.live import events
from livefair.live.draws import Draw, draw_called, latest_draw, winners_of
from livefair.live.rules import masked
from livefair.live.telling import RoomEvent, ToRoom
from livefair.people import person_cards


class WinnerShown(msgspec.Struct, frozen=True, kw_only=True):
    """`name` shows one character; `ticket` is how a winner's own browser knows itself."""

    ticket: str
    name: str


class Drawing(RoomEvent, frozen=True, tag="draw", kw_only=True):
    """A draw as it stands: `state` is open, closed or drawn; `seed` and `winners` are there when it is drawn."""

    id: str
    state: str
    prize: str
    places: int
    eligibility: str
    phrase: str | None = None
    opened_at: int
    closes_at: int
    commitment: str
    entries: int
    root: str | None = None
    seed: str | None = None
    winners: list[WinnerShown] | None = None


def drawing(tx: ReadTx, draw: Draw) -> Drawing:
    """All that everybody may know of a draw now."""
    is_drawn = draw.state == "drawn"
    return Drawing(
        id=draw.id,
        state=draw.state,
        prize=draw.prize,
        places=draw.winners,
        eligibility=draw.eligibility,
        phrase=draw.phrase or None,
        opened_at=draw.opened_at_ms,
        closes_at=draw.closes_at_ms,
        commitment=draw.commitment,
        entries=draw.entry_count,
        root=None if draw.state == "open" else draw.entries_root,
        seed=draw.seed if is_drawn else None,
        winners=winners_shown(tx, draw.id) if is_drawn else None,
    )


def winners_shown(tx: ReadTx, draw_id: str) -> list[WinnerShown]:
    winners = winners_of(tx, draw_id)
    cards = person_cards(tx, [winner.person_id for winner in winners])
    return [WinnerShown(ticket=winner.ticket, name=masked(cards[winner.person_id].name)) for winner in winners]


def latest_drawing(tx: ReadTx, show_id: str) -> Drawing | None:
    """The draw that a newcomer should see: the one that runs, or the last one."""
    draw = latest_draw(tx, show_id)
    return None if draw is None else drawing(tx, draw)


def _draw(tx: ReadTx, fact: events.DrawOpened | events.DrawClosed | events.DrawDrawn) -> ToRoom:
    return ToRoom(fact.room_id, drawing(tx, draw_called(tx, fact.draw_id)))


TELL_OF_PLAY: dict[type[Fact], Callable[[ReadTx, Any], ToRoom]] = {
    events.DrawOpened: _draw,
    events.DrawClosed: _draw,
    events.DrawDrawn: _draw,
}
