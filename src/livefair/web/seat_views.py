"""Co-hosts' seats as host, guest and viewers see them."""

from typing import NamedTuple

from livefair.kernel import Actor, ReadTx
from livefair.live.on_air import Show
from livefair.live.rooms import Room
from livefair.live.rules.cohosting import side_of
from livefair.live.seats import Seat, SeatTerms, in_force, my_seat, open_seats, terms_of
from livefair.people import PersonCard, person_cards
from livefair.value.why import percent
from livefair.web.stages import Stages
from livefair.web.urls import hls_url


class TermsView(NamedTuple):
    version: int
    share: str
    side: str
    proposed_at_ms: int
    accepted_at_ms: int | None


class SeatView(NamedTuple):
    """A seat as one side sees it. `state`: waiting, taken, over. `held`: the split that holds; `wanted`: the newest
    version while nobody has said yes to it; `is_mine_to_answer`: it is for this reader to do so.
    """

    id: str
    person: PersonCard
    state: str
    begun_by: str
    place: int
    is_live: bool
    why_ended: str
    held: TermsView | None
    wanted: TermsView | None
    is_mine_to_answer: bool
    history: list[TermsView]
    hls_url: str
    whep_url: str | None = None


def seat_views(tx: ReadTx, actor: Actor, room: Room, show: Show) -> list[SeatView]:
    """All that are open, for who runs the room."""
    return _views(tx, actor, room, open_seats(tx, show.id))


def my_seat_view(tx: ReadTx, actor: Actor, room: Room, show: Show) -> SeatView | None:
    seat = my_seat(tx, actor, show.id)
    return _views(tx, actor, room, [seat])[0] if seat else None


def with_fast_ways(views: list[SeatView], actor: Actor, stages: Stages | None) -> list[SeatView]:
    """For those who talk with each other: the way of least delay, where there is one."""
    if stages is None:
        return views
    return [view._replace(whep_url=stages.fast_way(actor, view.id)) if view.is_live else view for view in views]


def _views(tx: ReadTx, actor: Actor, room: Room, seats: list[Seat]) -> list[SeatView]:
    terms = terms_of(tx, [seat.id for seat in seats])
    cards = person_cards(tx, sorted({seat.guest_id for seat in seats}))
    return [_view(actor, room, seat, terms[seat.id], cards[seat.guest_id]) for seat in seats]


def _view(actor: Actor, room: Room, seat: Seat, terms: list[SeatTerms], person: PersonCard) -> SeatView:
    newest, held = terms[-1], in_force(terms)
    wanted = newest if newest.accepted_at_ms is None else None
    side = side_of(actor, room, seat.guest_id)
    return SeatView(
        id=seat.id,
        person=person,
        state="taken" if seat.is_taken else "waiting" if seat.is_waiting else "over",
        begun_by=seat.begun_by,
        place=seat.place or 0,
        is_live=seat.pictures_at_ms is not None,
        why_ended=seat.why_ended or "",
        held=_terms(held) if held else None,
        wanted=_terms(wanted) if wanted else None,
        is_mine_to_answer=wanted is not None and wanted.side != side,
        history=[_terms(each) for each in terms],
        hls_url=hls_url(seat.id),
    )


def _terms(terms: SeatTerms) -> TermsView:
    return TermsView(terms.version, percent(terms.share_bp), terms.side, terms.proposed_at_ms, terms.accepted_at_ms)
