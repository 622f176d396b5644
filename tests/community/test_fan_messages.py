import pytest

from livefair.community.fan_clubs import Consents, close_club, leave_club, stop_all_messages
from livefair.community.fan_messages import (
    hide_or_restore_message,
    message_called,
    messages_of,
    send_message,
    shown_message,
)
from livefair.governance import Subject, decide, publish_shipped_rules, removing_case, report
from livefair.governance.fan_policy import FanKnobs, set_fan_policy
from livefair.kernel import DAY_MS, GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound, TooMany
from livefair.kernel.runner import run_due_now
from livefair.people import block
from livefair.people.notes import my_notes
from livefair.people.removals import hide_or_restore
from tests.community.fandom import founded, joined

WANTED = Consents(messages=True)


@pytest.fixture
def fandom(db, join):
    return founded(db, join)


def sent(db, fandom, text="On Friday at eight.", key="m"):
    return db.write_now(send_message, fandom.host, fandom.club_id, text=text, key=key)


def told(db, who):
    return [note.words["text"] for note in db.read_now(my_notes, who) if note.code == "fan_message"]


def test_a_message_reaches_those_who_want_it_and_nobody_else(db, join, fandom):
    ana, zoe, eve = join("ana"), join("zoe"), join("eve")
    joined(db, fandom, ana, eve, consents=WANTED)
    joined(db, fandom, zoe)
    db.write_now(block, eve, fandom.host.id)
    message_id = sent(db, fandom)
    assert sent(db, fandom) == message_id
    run_due_now(db)
    assert [told(db, who) for who in (ana, zoe, eve)] == [["On Friday at eight."], [], []]
    assert db.read_now(message_called, message_id).told == 1
    assert [each.id for each in db.read_now(messages_of, zoe, fandom.club_id)] == [message_id]
    assert db.read_now(messages_of, GUEST, fandom.club_id) == []


def test_who_stops_messages_or_leaves_hears_not_even_what_was_sent_before(db, join, fandom):
    ana, zoe, ivo = join("ana"), join("zoe"), join("ivo")
    joined(db, fandom, ana, zoe, ivo, consents=WANTED)
    sent(db, fandom)
    db.write_now(stop_all_messages, ana)
    db.write_now(leave_club, zoe, fandom.club_id)
    run_due_now(db)
    assert [told(db, who) for who in (ana, zoe, ivo)] == [[], [], ["On Friday at eight."]]


def test_nobody_hears_any_more_from_a_host_whom_moderators_have_removed(db, join, fandom):
    ana = join("ana")
    joined(db, fandom, ana, consents=WANTED)
    sent(db, fandom)
    db.write_now(hide_or_restore, SYSTEM, fandom.host.id, "case-1")
    run_due_now(db)
    assert told(db, ana) == []


def test_a_large_club_is_told_in_parts_and_each_member_once(db, join, fandom, monkeypatch):
    monkeypatch.setattr("livefair.community.fan_messages.TOLD_PER_RUN", 1)
    people = [join(f"fan{n}") for n in range(3)]
    joined(db, fandom, *people, consents=WANTED)
    message_id = sent(db, fandom)
    run_due_now(db)
    assert [len(told(db, person)) for person in people] == [1, 1, 1]
    assert db.read_now(message_called, message_id).told == 3


def test_a_day_has_room_for_so_many_messages(db, join, clock, fandom):
    db.write_now(set_fan_policy, join("olga", "operator"), FanKnobs(messages_per_day=1))
    sent(db, fandom)
    with pytest.raises(TooMany, match="too_many_messages"):
        sent(db, fandom, key="another")
    clock.advance(DAY_MS)
    sent(db, fandom, key="another")


def test_only_the_host_writes_and_not_for_a_closed_club_nor_nothing(db, join, fandom):
    with pytest.raises(NotAllowed, match="not_your_club"):
        db.write_now(send_message, join("ana"), fandom.club_id, text="Hi", key="m")
    with pytest.raises(Invalid, match="empty"):
        sent(db, fandom, text="  ")
    with pytest.raises(Invalid, match="too_long"):
        sent(db, fandom, text="x" * 501)
    db.write_now(close_club, fandom.host, fandom.club_id)
    with pytest.raises(Conflict, match="club_closed"):
        sent(db, fandom)


def test_what_moderators_take_away_is_told_to_nobody_more_and_shown_to_nobody(db, join, fandom):
    db.write_now(publish_shipped_rules, SYSTEM)
    ana, eve, mo = join("ana"), join("eve"), join("mo", "moderator")
    joined(db, fandom, ana, consents=WANTED)
    message_id = sent(db, fandom)
    with pytest.raises(NotFound):
        db.read_now(shown_message, eve, message_id)
    shown = db.read_now(shown_message, ana, message_id)
    receipt = db.write_now(report, ana, shown, reason="spam", note="", key="r")
    db.write_now(decide, mo, receipt.case_id, outcome="remove", rule_code="spam", reason="刷屏")
    db.write_now(heed_decision_now, mo, message_id)
    run_due_now(db)
    assert told(db, ana) == []
    assert db.read_now(messages_of, ana, fandom.club_id) == []


def heed_decision_now(tx, actor, message_id):
    """As the listener does, before the members are told."""
    hide_or_restore_message(tx, SYSTEM, message_id, removing_case(tx, Subject("fan_message", message_id)))
