import pytest

from livefair.kernel import GUEST, SYSTEM, NotAllowed
from livefair.people.devices import DeviceNote
from livefair.people.notes import SHOWN_MAX, leave_note, my_notes, read_notes, unread_notes

NOTE = DeviceNote("idea_accepted", {"title": "A lid"}, "/ideas/1", "idea:1")


def test_somebody_is_told_a_thing_once_until_it_is_read(db, clock, join):
    ana, bo = join("ana"), join("bo")
    for _ in range(2):
        db.write_now(leave_note, SYSTEM, ana.id, NOTE)
    [note] = db.read_now(my_notes, ana)
    assert (note.code, note.words, note.href, note.read_at_ms) == (
        "idea_accepted",
        {"title": "A lid"},
        "/ideas/1",
        None,
    )
    assert [db.read_now(unread_notes, who) for who in (ana, bo)] == [1, 0]
    db.write_now(read_notes, ana)
    assert db.read_now(unread_notes, ana) == 0
    assert db.read_now(my_notes, ana)[0].read_at_ms == clock()


def test_another_word_about_the_same_and_the_same_word_about_another_are_new(db, join):
    ana = join("ana")
    others = (NOTE, DeviceNote("idea_launched", {}, "", "idea:1"), DeviceNote("idea_accepted", {}, "", "idea:2"))
    for note in others:
        db.clock.advance(1)
        db.write_now(leave_note, SYSTEM, ana.id, note)
    assert [note.code for note in db.read_now(my_notes, ana)] == ["idea_accepted", "idea_launched", "idea_accepted"]


def test_only_so_many_are_shown_and_guests_have_none(db, join):
    ana = join("ana")
    for n in range(SHOWN_MAX + 1):
        db.write_now(leave_note, SYSTEM, ana.id, _about(n))
    assert len(db.read_now(my_notes, ana)) == SHOWN_MAX
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(read_notes, GUEST)


def _about(n):
    return DeviceNote(NOTE.code, NOTE.words, NOTE.href, f"idea:{n}")
