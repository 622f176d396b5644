"""What the host sees of the room's draws and polls."""

from typing import NamedTuple

from livefair.kernel import ReadTx
from livefair.live import PULSES, show_on_air
from livefair.live.draws import Draw, latest_draw, winners_of
from livefair.live.manners import Manners, manners_of
from livefair.live.polls import Poll, latest_poll
from livefair.live.pulses import pulses_waiting
from livefair.live.room_events_of_play import polling
from livefair.live.room_events_of_tasks import Tasking, latest_tasking
from livefair.live.rules.polls import leader_of
from livefair.people import person_cards
from livefair.web.mall.playing import Bar, bars_of


class WinnerView(NamedTuple):
    place: int
    name: str
    person_id: str
    handed_over_at_ms: int | None


class PollView(NamedTuple):
    """`leader` and `right` count from 1; 0: none."""

    id: str
    kind: str
    question: str
    bars: list[Bar]
    voters: int
    is_open: bool
    closes_at_ms: int | None
    leader: int
    right: int


class DrawView(NamedTuple):
    id: str
    state: str
    prize: str
    entries: int
    closes_at_ms: int
    winners: list[WinnerView]


class PlayNow(NamedTuple):
    """`pulses`: pulse → taps that wait for an answer."""

    draw: DrawView | None
    poll: PollView | None
    pulses: dict[str, int]
    manners: Manners
    task: Tasking | None = None


def play_now(tx: ReadTx, room_id: str) -> PlayNow:
    """The last draw and poll of the show on air."""
    show = show_on_air(tx, room_id)
    draw, poll = (latest_draw(tx, show.id), latest_poll(tx, show.id)) if show else (None, None)
    pulses = pulses_waiting(tx, show.id) if show else dict.fromkeys(PULSES, 0)
    return PlayNow(
        draw_view(tx, draw) if draw else None,
        poll_view(tx, poll) if poll else None,
        pulses,
        manners_of(tx, room_id),
        latest_tasking(tx, show.id) if show else None,
    )


def draw_view(tx: ReadTx, draw: Draw) -> DrawView:
    winners = winners_of(tx, draw.id)
    cards = person_cards(tx, [winner.person_id for winner in winners])
    shown = [
        WinnerView(winner.place, cards[winner.person_id].name, winner.person_id, winner.handed_over_at_ms)
        for winner in winners
    ]
    return DrawView(draw.id, draw.state, draw.prize, draw.entry_count, draw.closes_at_ms, shown)


def poll_view(tx: ReadTx, poll: Poll) -> PollView:
    bars = bars_of(polling(tx, poll))
    return PollView(
        id=poll.id,
        kind=poll.kind,
        question=poll.question,
        bars=bars,
        voters=poll.voters,
        is_open=poll.closed_at_ms is None,
        closes_at_ms=poll.closes_at_ms,
        leader=leader_of([bar.votes for bar in bars]) or 0,
        right=poll.right_option or 0,
    )
