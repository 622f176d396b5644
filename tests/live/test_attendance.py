from livefair.kernel import SYSTEM
from livefair.live import hide_line
from livefair.live.attendance import Attended, spoke_in, stays_in, who_came
from livefair.live.chat import check_line
from livefair.live.journal import Batch, journal
from livefair.live.stays import Arrival, Departure


def test_who_watched_or_spoke_is_told_in_pages_with_their_stays_and_guests_are_not(db, join, clock, stage):
    ana, zoe = sorted((join("ana"), join("zoe")), key=lambda who: who.id)
    now = clock()
    came = tuple(
        Arrival(f"stay-{n}", stage.room_id, stage.show_id, viewer, "direct", None, now)
        for n, viewer in enumerate((ana.id, "guest:x"))
    )
    said = db.read_now(check_line, zoe, stage.room_id, line_id="line-1", text="Hi")
    db.write_now(journal, SYSTEM, Batch("b-1", lines=(said,), arrivals=came))
    clock.advance(60_000)
    db.write_now(journal, SYSTEM, Batch("b-2", departures=(Departure("stay-0", clock()),)))
    assert db.read_now(who_came, stage.show_id) == [ana.id, zoe.id]
    assert db.read_now(who_came, stage.show_id, after=ana.id) == [zoe.id]
    assert db.read_now(who_came, stage.show_id, most=1) == [ana.id]
    assert db.read_now(stays_in, stage.show_id, [ana.id, zoe.id]) == {ana.id: [Attended(ana.id, now, now + 60_000)]}
    assert db.read_now(spoke_in, stage.show_id, [ana.id, zoe.id]) == {zoe.id: now}
    assert (db.read_now(stays_in, stage.show_id, []), db.read_now(spoke_in, stage.show_id, [])) == ({}, {})


def test_who_said_only_what_was_taken_away_has_not_spoken(db, join, stage):
    zoe = join("zoe")
    said = db.read_now(check_line, zoe, stage.room_id, line_id="line-1", text="Hi")
    db.write_now(journal, SYSTEM, Batch("b-1", lines=(said,)))
    db.write_now(hide_line, stage.host, "line-1")
    assert db.read_now(spoke_in, stage.show_id, [zoe.id]) == {}
