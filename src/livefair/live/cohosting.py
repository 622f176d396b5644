"""Co-hosts (连麦): the host invites, or a viewer asks to come on; nobody sits before both agree on the split."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import SYSTEM, Actor, Conflict, TooMany, WriteTx, change, query, require, require_valid
from livefair.live.chat import require_voice
from livefair.live.events_of_seats import SeatEnded, SeatOffered, SeatPicturesChanged, SeatTaken
from livefair.live.events_of_seats import SeatTermsAgreed as Agreed
from livefair.live.events_of_seats import SeatTermsProposed as Proposed
from livefair.live.models import SHOW
from livefair.live.models.cohosting import SEAT, SEAT_TERMS
from livefair.live.muting import require_entry
from livefair.live.on_air import OnAir, on_air_for, on_air_to_run
from livefair.live.rules import cohosting as rules
from livefair.live.rules import may_run
from livefair.live.seats import Seat, SeatTerms, in_force, my_seat, open_seats, seat_called, seat_for, terms_of
from livefair.people import person_card, person_for
from livefair.people.ages import require_adult
from livefair.people.devices import DeviceNote, tell_devices

_show = SHOW.c.id == bindparam("show")
# Whoever changes who sits in a show, or for how much, waits for whoever does so already.
_TAKE_IN = change(update(SHOW).where(_show, SHOW.c.ended_at_ms.is_(None)).values(title=SHOW.c.title))
_COUNT = query(int, select(func.count()).select_from(SEAT).where(SEAT.c.show_id == bindparam("show")))
_SEATED_ELSEWHERE = query(
    int,
    select(func.count())
    .select_from(SEAT)
    .where(SEAT.c.guest_id == bindparam("guest"), SEAT.c.ended_at_ms.is_(None), SEAT.c.seated_at_ms.is_not(None)),
)
_this = SEAT.c.id == bindparam("seat")
_open = SEAT.c.ended_at_ms.is_(None)
_TAKE = change(
    update(SEAT)
    .where(_this, _open, SEAT.c.seated_at_ms.is_(None))
    .values(place=bindparam("at_place"), seated_at_ms=bindparam("now"))
)
_END = change(
    update(SEAT)
    .where(_this, _open)
    .values(ended_at_ms=bindparam("at"), ended_by=bindparam("who"), why_ended=bindparam("why"), pictures_at_ms=None)
)
_ACCEPT = change(
    update(SEAT_TERMS)
    .where(
        SEAT_TERMS.c.seat_id == bindparam("seat"),
        SEAT_TERMS.c.version == bindparam("number"),
        SEAT_TERMS.c.accepted_at_ms.is_(None),
    )
    .values(accepted_by=bindparam("who"), accepted_at_ms=bindparam("now"))
)
_PICTURES_COME = change(
    update(SEAT)
    .where(_this, _open, SEAT.c.seated_at_ms.is_not(None), SEAT.c.pictures_at_ms.is_(None))
    .values(pictures_at_ms=bindparam("now"))
)
_PICTURES_CEASE = change(update(SEAT).where(_this, SEAT.c.pictures_at_ms.is_not(None)).values(pictures_at_ms=None))
_WITH_PICTURES = query(str, select(SEAT.c.id).where(SEAT.c.pictures_at_ms.is_not(None)))


class _Offer(NamedTuple):
    guest_id: str
    side: str
    share_bp: int


def invite(tx: WriteTx, actor: Actor, room_id: str, person_id: str, *, share_bp: int) -> Seat:
    """The host wants somebody beside them, for that part of what the host gets.

    Refusals: not_on_air, not_your_room, not_found, is_host_already, out_of_range, seat_asked, barred, too_many_waiting.
    """
    found = on_air_to_run(tx, actor, room_id)
    person_for(tx, actor, person_id)
    guest = Actor(person_id, frozenset({"customer"}))
    require_valid(not may_run(guest, found.room), "is_host_already", field="page")
    require_entry(tx, guest, room_id)
    seat = _offer(tx, actor, found, _Offer(person_id, "host", share_bp))
    words = {"host": person_card(tx, found.room.host_id).name}
    tell_devices(tx, actor, person_id, DeviceNote("seat_offered", words, f"/live/{room_id}/seat", seat.id))
    return seat


def ask_for_seat(tx: WriteTx, actor: Actor, room_id: str, *, share_bp: int = 0) -> Seat:
    """A viewer wants to come on, for that part of what the host gets.

    Refusals: sign_in_first, not_on_air, host_sits_already, muted, age_first, adults_only, out_of_range, seat_asked,
    too_many_waiting.
    """
    require_voice(tx, actor, room_id)
    found = on_air_for(tx, actor, room_id)
    require(not may_run(actor, found.room), "host_sits_already")
    require_adult(tx, actor.id)
    return _offer(tx, actor, found, _Offer(actor.id, "guest", share_bp))


def propose_terms(tx: WriteTx, actor: Actor, seat_id: str, *, share_bp: int) -> SeatTerms:
    """Want another split, before the seat is taken or while it is. What holds goes on until the other side accepts.

    Refusals: not_found, seat_over, out_of_range, too_many_terms.
    """
    seat, _, side = seat_for(tx, actor, seat_id)
    _hold_show(tx, seat)
    terms = terms_of(tx, [seat_id])[seat_id]
    if len(terms) >= rules.TERMS_PER_SEAT_MAX:
        raise TooMany("too_many_terms", limit=rules.TERMS_PER_SEAT_MAX)
    made = _write_terms(tx, actor, seat, SeatTerms(seat_id, len(terms) + 1, share_bp, side, tx.now_ms, None))
    tx.announce(
        Proposed(
            room_id=seat.room_id,
            show_id=seat.show_id,
            seat_id=seat_id,
            guest_id=seat.guest_id,
            version=made.version,
            share_bp=share_bp,
            side=side,
        )
    )
    return made


def accept_terms(tx: WriteTx, actor: Actor, seat_id: str, *, version: int) -> Seat:
    """Say yes to the version that the other side wants: whoever waited sits now. The same again changes nothing.

    Refusals: not_found, seat_over, terms_changed (there is a newer version), own_terms, split_over_whole, seats_full,
    seated_elsewhere; for the guest also age_first, adults_only.
    """
    seat, _, side = seat_for(tx, actor, seat_id)
    _hold_show(tx, seat)
    newest = terms_of(tx, [seat_id])[seat_id][-1]
    if newest.version != version:
        raise Conflict("terms_changed")
    if newest.accepted_at_ms is not None:
        return seat
    require(newest.side != side, "own_terms")
    require_adult(tx, seat.guest_id)
    _require_enough_left(tx, seat, newest.share_bp)
    tx.change(_ACCEPT, seat=seat_id, number=version, who=actor.id, now=tx.now_ms)
    if seat.is_waiting:
        _sit_down(tx, seat)
    tx.announce(
        Agreed(
            room_id=seat.room_id,
            show_id=seat.show_id,
            seat_id=seat_id,
            guest_id=seat.guest_id,
            version=version,
            share_bp=newest.share_bp,
            by=actor.id,
        )
    )
    return seat_called(tx, seat_id)


def end_seat(tx: WriteTx, actor: Actor, seat_id: str) -> None:
    """Either side, at any time: decline, withdraw, leave, or have somebody leave at once. Twice is once."""
    seat, _, side = seat_for(tx, actor, seat_id)
    why = rules.why_ended(side, seat.begun_by, is_seated=seat.seated_at_ms is not None)
    _end(tx, actor, seat, why, at_ms=tx.now_ms)


def end_seats_of_show(tx: WriteTx, show_id: str, *, at_ms: int) -> None:
    """With a show its seats end, at the same moment."""
    for seat in open_seats(tx, show_id):
        _end(tx, SYSTEM, seat, "show_over", at_ms=max(at_ms, seat.seated_at_ms or 0))


def end_seats_of_person(tx: WriteTx, seats: list[Seat]) -> None:
    """They were barred from the room, or moderators have removed them."""
    for seat in seats:
        _end(tx, SYSTEM, seat, "removed", at_ms=tx.now_ms)


def seat_pictures_came(tx: WriteTx, actor: Actor, seat_id: str) -> None:
    """As the media engine tells it. Only the program may say so."""
    require(actor == SYSTEM, "program_only")
    if tx.change(_PICTURES_COME, seat=seat_id, now=tx.now_ms):
        _announce_pictures(tx, seat_id, is_live=True)


def seat_pictures_ceased(tx: WriteTx, actor: Actor, seat_id: str) -> None:
    require(actor == SYSTEM, "program_only")
    if tx.change(_PICTURES_CEASE, seat=seat_id):
        _announce_pictures(tx, seat_id, is_live=False)


def seat_pictures_lost(tx: WriteTx, actor: Actor) -> None:
    """After a crash of the media engine: nobody's pictures come any more."""
    for seat_id in tx.all(_WITH_PICTURES):
        seat_pictures_ceased(tx, actor, seat_id)


def _announce_pictures(tx: WriteTx, seat_id: str, *, is_live: bool) -> None:
    seat = seat_called(tx, seat_id)
    tx.announce(SeatPicturesChanged(room_id=seat.room_id, show_id=seat.show_id, seat_id=seat_id, is_live=is_live))


def _offer(tx: WriteTx, actor: Actor, found: OnAir, offer: _Offer) -> Seat:
    show = found.show
    if not tx.change(_TAKE_IN, show=show.id):
        raise Conflict("not_on_air")
    waiting = [seat for seat in open_seats(tx, show.id) if seat.is_waiting]
    if len(waiting) >= rules.WAITING_MAX or tx.value(_COUNT, show=show.id) >= rules.SEATS_PER_SHOW_MAX:
        raise TooMany("too_many_waiting")
    earlier = my_seat(tx, Actor(offer.guest_id, frozenset({"customer"})), show.id)
    if earlier is not None and earlier.ended_at_ms is None:
        raise Conflict("seat_asked")
    seat = Seat(tx.new_id(), show.room_id, show.id, offer.guest_id, offer.side, tx.now_ms, None, None, None, None, None)
    tx.insert(SEAT, **seat._asdict())
    _write_terms(tx, actor, seat, SeatTerms(seat.id, 1, offer.share_bp, offer.side, tx.now_ms, None))
    tx.announce(
        SeatOffered(
            room_id=seat.room_id,
            show_id=seat.show_id,
            seat_id=seat.id,
            guest_id=seat.guest_id,
            begun_by=offer.side,
            share_bp=offer.share_bp,
        )
    )
    return seat


def _write_terms(tx: WriteTx, actor: Actor, seat: Seat, terms: SeatTerms) -> SeatTerms:
    require_valid(rules.is_split(terms.share_bp), "out_of_range", field="share")
    tx.insert(SEAT_TERMS, **terms._asdict(), proposed_by=actor.id)
    return terms


def _hold_show(tx: WriteTx, seat: Seat) -> None:
    """Conflict: seat_over, also when the show is."""
    if not tx.change(_TAKE_IN, show=seat.show_id) or seat_called(tx, seat.id).ended_at_ms is not None:
        raise Conflict("seat_over")


def _require_enough_left(tx: WriteTx, seat: Seat, share_bp: int) -> None:
    others = [other.id for other in open_seats(tx, seat.show_id) if other.is_taken and other.id != seat.id]
    held = [in_force(terms) for terms in terms_of(tx, others).values()]
    if not rules.fits(share_bp, [terms.share_bp for terms in held if terms is not None]):
        raise Conflict("split_over_whole")


def _sit_down(tx: WriteTx, seat: Seat) -> None:
    place = rules.free_place([each.place for each in open_seats(tx, seat.show_id) if each.place is not None])
    if place is None:
        raise Conflict("seats_full", limit=rules.SEATS_MAX)
    if tx.value(_SEATED_ELSEWHERE, guest=seat.guest_id):
        raise Conflict("seated_elsewhere")
    tx.change(_TAKE, seat=seat.id, at_place=place, now=tx.now_ms)
    tx.announce(
        SeatTaken(room_id=seat.room_id, show_id=seat.show_id, seat_id=seat.id, guest_id=seat.guest_id, place=place)
    )


def _end(tx: WriteTx, actor: Actor, seat: Seat, why: str, *, at_ms: int) -> None:
    if not tx.change(_END, seat=seat.id, at=at_ms, who=actor.id, why=why):
        return
    tx.announce(
        SeatEnded(
            room_id=seat.room_id,
            show_id=seat.show_id,
            seat_id=seat.id,
            guest_id=seat.guest_id,
            why=why,
            by=actor.id,
            sat_ms=0 if seat.seated_at_ms is None else at_ms - seat.seated_at_ms,
        )
    )
