from livefair.content import ViewLine, journal_views, rules, touches_of, views_between
from livefair.content.queries import own_videos
from livefair.kernel import DAY_MS, SYSTEM
from tests.content.studio import published, ready


def test_a_viewer_counts_once_per_video_and_day(db, clock, join):
    ada, carl = join("ada", "host"), join("carl")
    video_id = published(db, ada)
    line = ViewLine(video_id, carl.id, "", clock(), 5_000, 0)
    guest = ViewLine(video_id, None, "session", clock(), 12_000, 1)
    assert db.write_now(journal_views, SYSTEM, [line, line, guest]) == 3
    db.write_now(journal_views, SYSTEM, [line._replace(completed=1)])
    [sums] = db.read_now(own_videos, ada)
    assert (sums.viewers, sums.completions, sums.watch_ms) == (2, 1, 27_000)
    clock.advance(DAY_MS)
    db.write_now(journal_views, SYSTEM, [line._replace(at_ms=clock())])
    assert db.read_now(own_videos, ada)[0].viewers == 3
    [span] = db.read_now(views_between, clock() - DAY_MS, clock())
    assert (span.viewers, span.plays, span.completions, span.watch_ms) == (3, 5, 2, 32_000)


def test_what_makes_no_sense_is_dropped_and_harms_nothing(db, clock, join):
    ada, carl = join("ada", "host"), join("carl")
    video_id, draft = published(db, ada), ready(db, ada, "draft")
    good = ViewLine(video_id, carl.id, "", clock(), 1_000, 0)
    lines = [
        good,
        good._replace(video_id="nothing"),
        good._replace(video_id=draft),
        good._replace(person_id=ada.id),
        good._replace(person_id=None),
        good._replace(person_id=None, guest="x" * 9_000, watch_ms=10**15, at_ms=10**15),
        good._replace(person_id=None, guest="y", watch_ms=-5),
    ]
    assert db.write_now(journal_views, SYSTEM, lines) == 3
    [sums] = [own for own in db.read_now(own_videos, ada) if own.id == video_id]
    assert (sums.viewers, sums.watch_ms) == (3, 1_000 + rules.WATCH_MS_PER_LINE_MAX)


def test_a_batch_is_bounded(db, clock, join):
    ada = join("ada", "host")
    video_id = published(db, ada)
    lines = [ViewLine(video_id, None, f"g{number}", clock(), 1, 0) for number in range(rules.VIEW_LINES_MAX + 10)]
    assert db.write_now(journal_views, SYSTEM, lines) == rules.VIEW_LINES_MAX


def test_touches_are_views_of_three_seconds_in_the_order_of_time(db, clock, join):
    ada, carl = join("ada", "host"), join("carl")
    one, two, three = (published(db, ada, key) for key in ("one", "two", "three"))
    lines = [
        ViewLine(two, carl.id, "", clock() - 10, 3_000, 0),
        ViewLine(one, carl.id, "", clock() - 20, 9_000, 1),
        ViewLine(three, carl.id, "", clock() - 5, 2_999, 0),
    ]
    db.write_now(journal_views, SYSTEM, lines)
    assert [touch.video_id for touch in db.read_now(touches_of, carl.id, clock() - 100)] == [one, two]
    assert db.read_now(touches_of, carl.id, clock()) == []
