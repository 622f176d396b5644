import pytest

from livefair.community.events_of_fans import FanClubOpened, FanConsentSet, FanJoined, FanLeft
from livefair.community.fan_clubs import (
    Consents,
    close_club,
    club_for,
    club_of_host,
    fan_of,
    join_club,
    leave_club,
    open_club,
    set_consents,
    stop_all_messages,
)
from livefair.community.rules import fan_clubs as rules
from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed, NotFound, TooMany
from livefair.people import block
from livefair.people.badges import badges_of, level_with
from tests.announced import announced
from tests.community.fandom import founded, joined


def test_a_host_opens_one_club_and_may_say_anew_what_it_promises(db, join):
    fandom = founded(db, join)
    ana = join("ana")
    joined(db, fandom, ana)
    assert db.write_now(open_club, fandom.host, name="Hana & friends", promise="Tea.") == fandom.club_id
    club = db.read_now(club_for, GUEST, fandom.club_id)
    assert (club.name, club.promise, club.members) == ("Hana & friends", "Tea.", 1)
    assert [badge.name for badge in db.read_now(badges_of, ana.id)] == ["Hana & friends"]
    assert len(announced(db, FanClubOpened)) == 1


@pytest.mark.parametrize(
    ("name", "promise", "code"),
    [("", "Tea", "empty"), ("x" * 21, "Tea", "too_long"), ("Circle", "x" * 501, "too_long")],
)
def test_a_club_has_a_name_and_a_promise_of_bounded_length(db, join, name, promise, code):
    with pytest.raises(Invalid, match=code):
        db.write_now(open_club, join("hana", "host"), name=name, promise=promise)


def test_only_hosts_open_clubs(db, join):
    with pytest.raises(NotAllowed, match="hosts_only"):
        db.write_now(open_club, join("ana"), name="Mine", promise="Tea")


def test_joining_is_one_tap_that_counts_once_and_consents_to_nothing(db, join):
    fandom, ana = founded(db, join), join("ana")
    joined(db, fandom, ana, room_id=fandom.room_id)
    joined(db, fandom, ana)
    fan = db.read_now(fan_of, ana, fandom.club_id)
    assert (fan.points, fan.room_id, fan.messages_from_ms, fan.contact_from_ms) == (0, fandom.room_id, None, None)
    assert db.read_now(club_for, ana, fandom.club_id).members == 1
    assert db.read_now(level_with, ana.id, fandom.host.id) == 1
    assert [fact.is_back for fact in announced(db, FanJoined)] == [False]


def test_who_leaves_is_gone_at_once_and_finds_their_points_when_they_come_back(db, join, clock):
    fandom, ana = founded(db, join), join("ana")
    joined(db, fandom, ana, consents=Consents(messages=True, contact=True))
    clock.advance(1_000)
    db.write_now(leave_club, ana, fandom.club_id)
    db.write_now(leave_club, ana, fandom.club_id)
    assert db.read_now(fan_of, ana, fandom.club_id) is None
    assert db.read_now(level_with, ana.id, fandom.host.id) == 0
    assert db.read_now(club_for, ana, fandom.club_id).members == 0
    assert len(announced(db, FanLeft)) == 1
    joined(db, fandom, ana)
    back = db.read_now(fan_of, ana, fandom.club_id)
    assert (back.messages_from_ms, back.contact_from_ms) == (None, None)
    assert [fact.is_back for fact in announced(db, FanJoined)] == [False, True]


def test_nobody_joins_as_a_guest_their_own_club_or_one_of_whom_they_must_not_meet(db, join):
    fandom, eve = founded(db, join), join("eve")
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(join_club, GUEST, fandom.club_id)
    with pytest.raises(NotAllowed, match="not_yourself"):
        db.write_now(join_club, fandom.host, fandom.club_id)
    db.write_now(block, fandom.host, eve.id)
    with pytest.raises(NotFound):
        db.write_now(join_club, eve, fandom.club_id)


def test_a_closed_club_takes_nobody_in_until_it_opens_again(db, join):
    fandom, ana = founded(db, join), join("ana")
    with pytest.raises(NotAllowed, match="not_your_club"):
        db.write_now(close_club, ana, fandom.club_id)
    db.write_now(close_club, fandom.host, fandom.club_id)
    db.write_now(close_club, fandom.host, fandom.club_id)
    with pytest.raises(Conflict, match="club_closed"):
        db.write_now(join_club, ana, fandom.club_id)
    db.write_now(open_club, fandom.host, name="Again", promise="Tea")
    db.write_now(join_club, ana, fandom.club_id)
    assert db.read_now(club_of_host, fandom.host.id).closed_at_ms is None


def test_nobody_is_in_more_clubs_than_the_most(db, join, monkeypatch):
    monkeypatch.setattr(rules, "CLUBS_JOINED_MAX", 1)
    ana = join("ana")
    joined(db, founded(db, join), ana)
    other = founded(db, join, name="ivo", club="Ivo's")
    with pytest.raises(TooMany, match="too_many_clubs"):
        db.write_now(join_club, ana, other.club_id)


def test_each_consent_stands_by_itself_and_one_tap_stops_the_messages_of_all(db, join, clock):
    ana, one = join("ana"), founded(db, join)
    other = founded(db, join, name="ivo", club="Ivo's")
    joined(db, one, ana, consents=Consents(messages=True))
    joined(db, other, ana)
    clock.advance(1_000)
    db.write_now(set_consents, ana, one.club_id, Consents(messages=True, contact=True))
    db.write_now(set_consents, ana, one.club_id, Consents(messages=True, contact=True))
    db.write_now(set_consents, ana, other.club_id, Consents(messages=True))
    fan = db.read_now(fan_of, ana, one.club_id)
    assert fan.contact_from_ms - fan.messages_from_ms == 1_000
    assert db.write_now(stop_all_messages, ana) == 2
    kept = [db.read_now(fan_of, ana, each.club_id) for each in (one, other)]
    assert [(fan.messages_from_ms, fan.contact_from_ms is not None) for fan in kept] == [(None, True), (None, False)]
    told = [(fact.messages, fact.contact) for fact in announced(db, FanConsentSet)]
    assert told[:3] == [(True, False), (True, True), (True, False)]
    assert sorted(told[3:]) == [(False, False), (False, True)]


def test_only_members_consent(db, join):
    with pytest.raises(NotFound):
        db.write_now(set_consents, join("ana"), founded(db, join).club_id, Consents(messages=True))
