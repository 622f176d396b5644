from livefair.content import ViewLine, journal_views
from livefair.content.signals import watches_between
from livefair.kernel import SYSTEM
from tests.content.studio import published


def test_what_people_watched_is_read_by_when_it_began_and_guests_are_left_out(db, clock, join):
    ada, carl = join("ada", "host"), join("carl")
    video_id = published(db, ada)
    line = ViewLine(video_id, carl.id, "", clock(), 5_000, 1)
    db.write_now(journal_views, SYSTEM, [line, line._replace(person_id=None, guest="x")])
    [seen] = db.read_now(watches_between, clock(), clock() + 1)
    assert (seen.person_id, seen.author_id, seen.watch_ms, seen.completions) == (carl.id, ada.id, 5_000, 1)
    assert db.read_now(watches_between, clock() + 1, clock() + 2) == []
