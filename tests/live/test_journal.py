import pytest

from livefair.kernel import SYSTEM, NotAllowed
from livefair.live.chat import check_line
from livefair.live.journal import Batch, Tap, counted_likes, end_abandoned_stays, journal, pulses_of
from livefair.live.queries import host_numbers
from livefair.live.rules import TAPS_PER_VIEWER_AND_BATCH_MAX
from livefair.live.stays import Arrival, Departure


def test_likes_are_exact_however_often_a_batch_arrives(db, join, stage):
    zoe = join("zoe")
    batches = [
        Batch(f"b{number}", taps=(Tap(stage.show_id, zoe.id, "like", 7), Tap(stage.show_id, "guest:x", "like", 3)))
        for number in range(10)
    ]
    for batch in batches + batches[::2]:
        likes = db.write_now(journal, SYSTEM, batch)
    assert likes == {}, "the last batch was known already"
    assert db.read_now(counted_likes, stage.show_id) == 100
    assert db.read_now(host_numbers, stage.host, stage.show_id).show.likes == 100
    assert db.read_now(host_numbers, stage.host, stage.show_id).likers == 2


def test_one_finger_taps_only_so_fast(db, stage):
    likes = db.write_now(journal, SYSTEM, Batch("b", taps=(Tap(stage.show_id, "guest:x", "like", 10**6),)))
    assert likes == {stage.show_id: TAPS_PER_VIEWER_AND_BATCH_MAX}


def test_twenty_pulses_are_counted_for_the_host(db, clock, stage):
    taps = tuple(Tap(stage.show_id, f"guest:{number}", "pulse:too_fast", 1) for number in range(20))
    db.write_now(journal, SYSTEM, Batch("b", taps=taps))
    assert db.read_now(pulses_of, stage.show_id, since_ms=0) == {"too_fast": 20}
    assert db.read_now(pulses_of, stage.show_id, since_ms=clock()) == {}
    assert db.read_now(counted_likes, stage.show_id) == 0


def test_a_line_is_kept_once(db, join, stage):
    line = db.read_now(check_line, join("zoe"), stage.room_id, line_id="line", text="hello")
    for batch in ("b1", "b2"):
        db.write_now(journal, SYSTEM, Batch(batch, lines=(line,)))
    assert db.read_now(host_numbers, stage.host, stage.show_id).show.lines == 1


def test_stays_tell_who_came_from_where_and_how_long(db, clock, stage):
    came_ms = clock()
    arrivals = (
        Arrival("s1", stage.room_id, stage.show_id, "zoe", "video", "video-7", came_ms),
        Arrival("s2", stage.room_id, stage.show_id, "zoe", "direct", None, came_ms + 10),
        Arrival("s3", stage.room_id, stage.show_id, "guest:x", "feed", None, came_ms),
    )
    leaving = (Departure("s1", came_ms + 5_000), Departure("s2", came_ms), Departure("never-came", came_ms))
    for _ in range(2):
        db.write_now(journal, SYSTEM, Batch("b", arrivals=arrivals, departures=leaving))
    numbers = db.read_now(host_numbers, stage.host, stage.show_id)
    assert (numbers.visitors, numbers.stays, numbers.watched_ms) == (2, 3, 5_000)
    assert numbers.sources == {"video": 1, "direct": 1, "feed": 1}
    assert db.write_now(end_abandoned_stays, SYSTEM) == 2
    assert db.read_now(host_numbers, stage.host, stage.show_id).watched_ms == 5_000


def test_the_fullest_moment_is_remembered(db, stage):
    for number, here in enumerate((3, 9, 4)):
        db.write_now(journal, SYSTEM, Batch(f"b{number}", viewers=((stage.show_id, here),)))
    assert db.read_now(host_numbers, stage.host, stage.show_id).show.viewers_max == 9


def test_only_the_program_journals(db, stage):
    for use_case in (lambda tx, actor: journal(tx, actor, Batch("b")), end_abandoned_stays):
        with pytest.raises(NotAllowed, match="program_only"):
            db.write_now(use_case, stage.host)
