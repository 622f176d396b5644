"""What browsers are told of draws and polls; see docs/room-events.md."""

from collections.abc import Callable
from typing import Any

import msgspec

from livefair.kernel import Fact, ReadTx
from livefair.live import events
from livefair.live.draws import Draw, draw_called, latest_draw, winners_of
from livefair.live.polls import Poll, latest_poll, options_of, poll_called, right_voters
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


class OptionShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    text: str
    votes: int
    product_id: str | None = None


class Polling(RoomEvent, frozen=True, tag="poll", kw_only=True):
    """A poll as it stands. `right` (from 1) and `were_right`, the quickest, are there when a quiz is closed."""

    id: str
    kind: str
    question: str
    options: list[OptionShown]
    voters: int
    votes_are: str
    opened_at: int
    closes_at: int | None = None
    closed_at: int | None = None
    right: int | None = None
    were_right: list[str] | None = None


class MannersNow(RoomEvent, frozen=True, tag="manners", kw_only=True):
    """`slow_ms` between two lines of one person; `speakers` is everybody or followers."""

    slow_ms: int
    speakers: str


class DrawCount(RoomEvent, frozen=True, tag="draw_count", kw_only=True):
    id: str
    entries: int


class PollCount(RoomEvent, frozen=True, tag="poll_count", kw_only=True):
    """`votes` in the order of the options."""

    id: str
    voters: int
    votes: list[int]


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


def polling(tx: ReadTx, poll: Poll) -> Polling:
    """All that everybody may know of a poll now: what is right, only when it is closed."""
    is_closed = poll.closed_at_ms is not None
    right_ones = right_voters(tx, poll)
    cards = person_cards(tx, right_ones)
    return Polling(
        id=poll.id,
        kind=poll.kind,
        question=poll.question,
        options=[
            OptionShown(text=option.text, votes=option.votes, product_id=option.product_id)
            for option in options_of(tx, [poll.id])
        ],
        voters=poll.voters,
        votes_are=poll.votes_are,
        opened_at=poll.opened_at_ms,
        closes_at=poll.closes_at_ms,
        closed_at=poll.closed_at_ms,
        right=poll.right_option if is_closed else None,
        were_right=[masked(cards[person_id].name) for person_id in right_ones] if is_closed and right_ones else None,
    )


def latest_drawing(tx: ReadTx, show_id: str) -> Drawing | None:
    """The draw that a newcomer should see: the one that runs, or the last one."""
    draw = latest_draw(tx, show_id)
    return None if draw is None else drawing(tx, draw)


def latest_polling(tx: ReadTx, show_id: str) -> Polling | None:
    poll = latest_poll(tx, show_id)
    return None if poll is None else polling(tx, poll)


def count_of_draw(tx: ReadTx, draw_id: str) -> DrawCount:
    return DrawCount(id=draw_id, entries=draw_called(tx, draw_id).entry_count)


def count_of_poll(tx: ReadTx, poll_id: str) -> PollCount:
    votes = [option.votes for option in options_of(tx, [poll_id])]
    return PollCount(id=poll_id, voters=poll_called(tx, poll_id).voters, votes=votes)


def _draw(tx: ReadTx, fact: events.DrawOpened | events.DrawClosed | events.DrawDrawn) -> ToRoom:
    return ToRoom(fact.room_id, drawing(tx, draw_called(tx, fact.draw_id)))


def _poll(tx: ReadTx, fact: events.PollOpened | events.PollClosed) -> ToRoom:
    return ToRoom(fact.room_id, polling(tx, poll_called(tx, fact.poll_id)))


TELL_OF_PLAY: dict[type[Fact], Callable[[ReadTx, Any], ToRoom]] = {
    events.DrawOpened: _draw,
    events.DrawClosed: _draw,
    events.DrawDrawn: _draw,
    events.PollOpened: _poll,
    events.PollClosed: _poll,
    events.MannersSet: lambda tx, fact: ToRoom(fact.room_id, MannersNow(slow_ms=fact.slow_ms, speakers=fact.speakers)),
}
