import pytest

from livefair.community.events_of_fans import FanThanked
from livefair.community.fan_care import care_of, thank_fan
from livefair.community.fan_clubs import Consents, fan_of, leave_club
from livefair.kernel import DAY_MS, Conflict, NotAllowed, NotFound
from livefair.live import answer, ask
from livefair.people.notes import my_notes
from tests.announced import announced
from tests.community.fandom import founded, joined, on_air


@pytest.fixture
def fandom(db, join):
    return founded(db, join)


def test_a_host_sees_who_has_not_come_and_whose_question_waits(db, join, clock, fandom):
    ana, zoe, eve = join("ana"), join("zoe"), join("eve")
    joined(db, fandom, ana)
    clock.advance(15 * DAY_MS)
    joined(db, fandom, zoe)
    on_air(db, fandom)
    waiting = db.write_now(ask, zoe, fandom.room_id, text="Is it washable?")
    done = db.write_now(ask, zoe, fandom.room_id, text="Which colours are there?")
    db.write_now(answer, fandom.host, done.id, text="Blue")
    db.write_now(ask, eve, fandom.room_id, text="I am no member, am I?")
    care = db.read_now(care_of, fandom.host, fandom.club_id)
    assert [member.person.name for member in care.away] == ["ana"]
    assert [each.question_id for each in care.waiting] == [waiting.id]
    with pytest.raises(NotAllowed, match="not_your_club"):
        db.read_now(care_of, ana, fandom.club_id)


def test_thanks_are_said_once_a_day_to_who_wants_to_hear_and_count_no_points(db, join, clock, fandom):
    ana, zoe, eve = join("ana"), join("zoe"), join("eve")
    joined(db, fandom, ana, consents=Consents(messages=True))
    joined(db, fandom, zoe)
    db.write_now(thank_fan, fandom.host, fandom.club_id, ana.id)
    with pytest.raises(Conflict, match="thanked_today"):
        db.write_now(thank_fan, fandom.host, fandom.club_id, ana.id)
    with pytest.raises(Conflict, match="wants_no_messages"):
        db.write_now(thank_fan, fandom.host, fandom.club_id, zoe.id)
    with pytest.raises(NotFound):
        db.write_now(thank_fan, fandom.host, fandom.club_id, eve.id)
    with pytest.raises(NotAllowed, match="not_your_club"):
        db.write_now(thank_fan, ana, fandom.club_id, zoe.id)
    clock.advance(DAY_MS)
    db.write_now(thank_fan, fandom.host, fandom.club_id, ana.id)
    assert [note.code for note in db.read_now(my_notes, ana)] == ["fan_thanks", "fan_thanks"]
    assert db.read_now(fan_of, ana, fandom.club_id).points == 0
    assert len(announced(db, FanThanked)) == 2
    db.write_now(leave_club, ana, fandom.club_id)
    with pytest.raises(NotFound):
        db.write_now(thank_fan, fandom.host, fandom.club_id, ana.id)
