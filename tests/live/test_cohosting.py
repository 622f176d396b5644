from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair.kernel import GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound, TooMany
from livefair.kernel.clock import MINUTE_MS
from livefair.kernel.runner import run_due_now
from livefair.live import Why, end_show, mute, open_room, plan_show, start_show
from livefair.live.cohosting import (
    accept_terms,
    ask_for_seat,
    end_seat,
    invite,
    propose_terms,
    seat_pictures_came,
    seat_pictures_ceased,
    seat_pictures_lost,
)
from livefair.live.events_of_seats import SeatOffered, SeatPicturesChanged, SeatTaken, SeatTermsAgreed
from livefair.live.muting import bar
from livefair.live.rules.cohosting import SEATS_MAX, TERMS_PER_SEAT_MAX, WAITING_MAX
from livefair.live.seats import (
    Cohost,
    cohosts_at,
    in_force,
    my_seat,
    open_seats,
    seat_called,
    seat_to_publish,
    taken_seats,
    terms_of,
)
from livefair.people.ages import confirm_age
from tests.announced import Announced
from tests.purse import GROWN_UP


def grown_up(db, join, name):
    person = join(name)
    db.write_now(confirm_age, person, GROWN_UP)
    return person


@pytest.fixture
def zoe(db, join):
    return grown_up(db, join, "zoe")


def seated(db, stage, guest, share_bp=2_000):
    """Returns the seat's id."""
    seat = db.write_now(invite, stage.host, stage.room_id, guest.id, share_bp=share_bp)
    db.write_now(accept_terms, guest, seat.id, version=1)
    return seat.id


def refused(act, *args, **more):
    try:
        act(*args, **more)
    except (Conflict, NotAllowed) as refusal:
        return refusal.code
    return "done"


def test_a_host_invites_and_the_guest_who_accepts_sits(db, stage, zoe):
    said = Announced(db)
    seat = db.write_now(invite, stage.host, stage.room_id, zoe.id, share_bp=2_000)
    assert db.read_now(taken_seats, stage.show_id) == []
    taken = db.write_now(accept_terms, zoe, seat.id, version=1)
    assert (taken.place, taken.is_taken) == (1, True)
    offered, sat, agreed = said
    assert [type(fact) for fact in (offered, sat, agreed)] == [SeatOffered, SeatTaken, SeatTermsAgreed]
    assert (offered.begun_by, offered.share_bp, sat.place, agreed.by) == ("host", 2_000, 1, zoe.id)
    assert db.read_now(seat_to_publish, zoe, seat.id).id == seat.id


def test_a_viewer_asks_and_only_the_host_can_let_them_on(db, stage, zoe, join):
    seat = db.write_now(ask_for_seat, zoe, stage.room_id, share_bp=500)
    with pytest.raises(NotAllowed, match="own_terms"):
        db.write_now(accept_terms, zoe, seat.id, version=1)
    with pytest.raises(NotFound):
        db.write_now(accept_terms, join("yan"), seat.id, version=1)
    with pytest.raises(NotAllowed, match="not_seated"):
        db.read_now(seat_to_publish, zoe, seat.id)
    assert db.write_now(accept_terms, stage.host, seat.id, version=1).is_taken
    with pytest.raises(NotFound):
        db.read_now(seat_to_publish, stage.host, seat.id)


def test_a_split_is_agreed_on_by_both_version_by_version_and_dated(db, clock, stage, zoe):
    seat = db.write_now(invite, stage.host, stage.room_id, zoe.id, share_bp=1_000)
    assert db.write_now(propose_terms, zoe, seat.id, share_bp=3_000).version == 2
    with pytest.raises(Conflict, match="terms_changed"):
        db.write_now(accept_terms, zoe, seat.id, version=1)
    db.write_now(accept_terms, stage.host, seat.id, version=2)
    first_ms = clock()
    clock.advance(MINUTE_MS)
    db.write_now(propose_terms, stage.host, seat.id, share_bp=2_500)
    assert db.read_now(cohosts_at, stage.room_id, clock()) == [Cohost(zoe.id, 3_000)], "what holds goes on"
    clock.advance(MINUTE_MS)
    db.write_now(accept_terms, zoe, seat.id, version=3)
    db.write_now(accept_terms, zoe, seat.id, version=3)
    assert db.read_now(cohosts_at, stage.room_id, clock()) == [Cohost(zoe.id, 2_500)]
    assert db.read_now(cohosts_at, stage.room_id, first_ms) == [Cohost(zoe.id, 3_000)]
    assert db.read_now(cohosts_at, stage.room_id, first_ms - 1) == []
    terms = db.read_now(terms_of, [seat.id])[seat.id]
    assert [(each.version, each.side, each.accepted_at_ms) for each in terms] == [
        (1, "host", None),
        (2, "guest", first_ms),
        (3, "host", clock()),
    ]
    assert in_force(terms).version == 3


def test_a_split_ends_with_the_seat(db, clock, stage, zoe):
    seat_id = seated(db, stage, zoe)
    clock.advance(MINUTE_MS)
    said = Announced(db)
    db.write_now(end_seat, zoe, seat_id)
    db.write_now(end_seat, zoe, seat_id)
    [fact] = said
    assert (fact.why, fact.sat_ms) == ("left", MINUTE_MS)
    assert db.read_now(cohosts_at, stage.room_id, clock()) == []
    assert db.read_now(cohosts_at, stage.room_id, clock() - 1) == [Cohost(zoe.id, 2_000)]
    with pytest.raises(Conflict, match="seat_over"):
        db.write_now(propose_terms, stage.host, seat_id, share_bp=100)


def test_why_a_seat_ended_says_who_ended_it(db, stage, zoe):
    ends = []
    for begin, end in (("host", "host"), ("host", "guest"), ("guest", "host"), ("guest", "guest")):
        if begin == "host":
            seat = db.write_now(invite, stage.host, stage.room_id, zoe.id, share_bp=0)
        else:
            seat = db.write_now(ask_for_seat, zoe, stage.room_id)
        db.write_now(end_seat, stage.host if end == "host" else zoe, seat.id)
        ends.append(db.read_now(seat_called, seat.id).why_ended)
    seat_id = seated(db, stage, zoe)
    db.write_now(end_seat, stage.host, seat_id)
    assert [*ends, db.read_now(seat_called, seat_id).why_ended] == [
        "withdrawn",
        "declined",
        "declined",
        "withdrawn",
        "removed",
    ]


def test_there_are_four_seats_and_a_free_one_is_taken_again(db, stage, join):
    guests = [grown_up(db, join, f"guest{n}") for n in range(SEATS_MAX + 1)]
    seats = [seated(db, stage, guest, 100) for guest in guests[:SEATS_MAX]]
    last = db.write_now(invite, stage.host, stage.room_id, guests[-1].id, share_bp=100)
    with pytest.raises(Conflict, match="seats_full"):
        db.write_now(accept_terms, guests[-1], last.id, version=1)
    db.write_now(end_seat, stage.host, seats[1])
    assert db.write_now(accept_terms, guests[-1], last.id, version=1).place == 2


def test_of_many_who_accept_at_once_no_more_sit_than_there_are_seats_and_revenue(db, stage, join):
    guests = [grown_up(db, join, f"guest{n}") for n in range(6)]
    seats = [db.write_now(invite, stage.host, stage.room_id, guest.id, share_bp=4_000) for guest in guests]

    def accept(pair):
        return refused(db.write_now, accept_terms, pair[0], pair[1].id, version=1)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(accept, zip(guests, seats, strict=True)))
    assert sorted(answers) == ["done"] * 2 + ["split_over_whole"] * 4
    assert {seat.place for seat in db.read_now(taken_seats, stage.show_id)} == {1, 2}


def test_nobody_sits_in_two_rooms_at_once(db, stage, zoe, join):
    other = join("omar", "host")
    room_id = db.write_now(open_room, other, title="Omar's")
    db.write_now(start_show, other, db.write_now(plan_show, other, room_id, title="Morning"))
    seated(db, stage, zoe)
    there = db.write_now(invite, other, room_id, zoe.id, share_bp=0)
    with pytest.raises(Conflict, match="seated_elsewhere"):
        db.write_now(accept_terms, zoe, there.id, version=1)


def test_who_may_come_on(db, stage, zoe, join):
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(ask_for_seat, GUEST, stage.room_id)
    with pytest.raises(NotAllowed, match="host_sits_already"):
        db.write_now(ask_for_seat, stage.host, stage.room_id)
    with pytest.raises(Invalid, match="is_host_already"):
        db.write_now(invite, stage.host, stage.room_id, stage.host.id, share_bp=0)
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(invite, zoe, stage.room_id, zoe.id, share_bp=0)
    young = join("young")
    with pytest.raises(NotAllowed, match="age_first"):
        db.write_now(ask_for_seat, young, stage.room_id)
    asked = db.write_now(invite, stage.host, stage.room_id, young.id, share_bp=0)
    db.write_now(confirm_age, young, "2015-01-01")
    with pytest.raises(NotAllowed, match="adults_only"):
        db.write_now(accept_terms, young, asked.id, version=1)
    for share_bp in (-1, 10_001):
        with pytest.raises(Invalid, match="out_of_range"):
            db.write_now(ask_for_seat, zoe, stage.room_id, share_bp=share_bp)
    db.write_now(ask_for_seat, zoe, stage.room_id)
    with pytest.raises(Conflict, match="seat_asked"):
        db.write_now(invite, stage.host, stage.room_id, zoe.id, share_bp=0)


def test_who_is_muted_or_barred_loses_the_seat_and_cannot_ask_for_one(db, stage, zoe):
    seat_id = seated(db, stage, zoe)
    db.write_now(mute, stage.host, stage.room_id, zoe.id, why=Why("spam"))
    run_due_now(db)
    assert db.read_now(seat_called, seat_id).why_ended == "removed"
    with pytest.raises(NotAllowed, match="muted"):
        db.write_now(ask_for_seat, zoe, stage.room_id)
    db.write_now(bar, stage.host, stage.room_id, zoe.id, why=Why("spam"))
    with pytest.raises(NotAllowed, match="barred"):
        db.write_now(invite, stage.host, stage.room_id, zoe.id, share_bp=0)


def test_with_the_show_all_its_seats_end_at_the_same_moment(db, clock, stage, zoe, join):
    seat_id = seated(db, stage, zoe)
    waiting = db.write_now(ask_for_seat, grown_up(db, join, "yan"), stage.room_id)
    clock.advance(MINUTE_MS)
    db.write_now(end_show, stage.host, stage.show_id)
    ended_ms = clock()
    clock.advance(MINUTE_MS)
    assert db.read_now(cohosts_at, stage.room_id, clock()) == [], "even before the seats were cleared away"
    run_due_now(db)
    assert [db.read_now(seat_called, each).why_ended for each in (seat_id, waiting.id)] == ["show_over", "show_over"]
    assert db.read_now(seat_called, seat_id).ended_at_ms == ended_ms
    assert db.read_now(open_seats, stage.show_id) == []
    with pytest.raises(Conflict, match="seat_over"):
        db.write_now(accept_terms, stage.host, waiting.id, version=1)
    with pytest.raises(Conflict, match="not_on_air"):
        db.write_now(ask_for_seat, zoe, stage.room_id)


def test_pictures_of_a_seat_come_and_cease_once_each(db, stage, zoe):
    seat_id = seated(db, stage, zoe)
    said = Announced(db)
    for step in (seat_pictures_came, seat_pictures_came, seat_pictures_ceased, seat_pictures_ceased):
        db.write_now(step, SYSTEM, seat_id)
    db.write_now(seat_pictures_came, SYSTEM, seat_id)
    db.write_now(seat_pictures_lost, SYSTEM)
    assert [fact.is_live for fact in said if isinstance(fact, SeatPicturesChanged)] == [True, False, True, False]
    with pytest.raises(NotAllowed, match="program_only"):
        db.write_now(seat_pictures_came, zoe, seat_id)
    db.write_now(end_seat, stage.host, seat_id)
    db.write_now(seat_pictures_came, SYSTEM, seat_id)
    assert db.read_now(seat_called, seat_id).pictures_at_ms is None, "nothing comes from a seat that is over"


def test_asks_and_versions_are_bounded(db, stage, join):
    for n in range(WAITING_MAX):
        db.write_now(invite, stage.host, stage.room_id, join(f"viewer{n}").id, share_bp=0)
    with pytest.raises(TooMany, match="too_many_waiting"):
        db.write_now(invite, stage.host, stage.room_id, join("late").id, share_bp=0)
    seat = db.read_now(open_seats, stage.show_id)[0]
    for n in range(1, TERMS_PER_SEAT_MAX):
        db.write_now(propose_terms, stage.host, seat.id, share_bp=n)
    with pytest.raises(TooMany, match="too_many_terms"):
        db.write_now(propose_terms, stage.host, seat.id, share_bp=0)


def test_my_seat_is_the_open_one_else_the_last(db, clock, stage, zoe):
    assert db.read_now(my_seat, zoe, stage.show_id) is None
    first = seated(db, stage, zoe)
    db.write_now(end_seat, zoe, first)
    assert db.read_now(my_seat, zoe, stage.show_id).id == first
    clock.advance(1)
    second = db.write_now(ask_for_seat, zoe, stage.room_id)
    assert db.read_now(my_seat, zoe, stage.show_id).id == second.id
    assert db.read_now(my_seat, GUEST, stage.show_id) is None
