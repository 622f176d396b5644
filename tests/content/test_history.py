from livefair.content import ViewLine, feed_page, journal_views, like, save
from livefair.content.history import NOBODY, SESSION_MS, history_of
from livefair.content.memory import FeedMemory
from livefair.kernel import DAY_MS, GUEST, SYSTEM
from livefair.people import follow
from livefair.people.consents import give_consent, withdraw_consent
from tests.content.studio import published


def watch(db, who, video_id, ms=9_000, guest=""):
    person_id = None if guest else who.id
    db.write_now(journal_views, SYSTEM, [ViewLine(video_id, person_id, guest, db.clock(), ms, 0)])
    db.clock.advance(1_000)


def things(db, who, guest=""):
    return db.read_now(history_of, who, guest).things


def test_a_history_is_what_was_watched_liked_and_saved_newest_last(db, clock, join):
    ada, carl = join("ada", "host"), join("carl")
    one, two, three, skipped = (published(db, ada, f"v{number}") for number in range(4))
    db.write_now(give_consent, carl, "personal_feed")
    watch(db, carl, two)
    db.write_now(like, carl, one)
    clock.advance(1_000)
    watch(db, carl, skipped, ms=900)
    db.write_now(save, carl, three)
    assert things(db, carl) == [f"video:{two}", f"video:{one}", f"video:{three}"]
    assert db.read_now(history_of, carl, "").seen == {two, skipped}


def test_who_has_not_agreed_has_no_history_from_the_moment_they_take_it_back(db, clock, join):
    ada, carl = join("ada", "host"), join("carl")
    video_id = published(db, ada)
    watch(db, carl, video_id)
    assert db.read_now(history_of, carl, "") == NOBODY
    db.write_now(give_consent, carl, "personal_feed")
    assert things(db, carl) == [f"video:{video_id}"]
    db.write_now(withdraw_consent, carl, "personal_feed")
    assert db.read_now(history_of, carl, "") == NOBODY


def test_a_guests_history_is_that_of_their_session(db, clock, join):
    video_id = published(db, join("ada", "host"))
    watch(db, GUEST, video_id, guest="cookie")
    assert things(db, GUEST, "cookie") == [f"video:{video_id}"]
    assert things(db, GUEST, "other") == things(db, GUEST, "") == []
    clock.advance(SESSION_MS)
    assert things(db, GUEST, "cookie") == []


def taught(db, join, pair):
    """A memory in which four people have watched the one after the other."""
    for number in range(4):
        fan = join(f"fan{number}")
        for video_id in pair:
            watch(db, fan, video_id)
    memory = FeedMemory()
    db.read_now(memory.look)
    return memory


def test_the_last_tap_changes_the_next_feed_and_taking_back_consent_the_one_after(db, clock, join):
    hosts = [join(f"host{number}", "host") for number in range(12)]
    made = [published(db, host, host.id) for host in hosts]
    watched, similar = made[5], made[2]
    memory = taught(db, join, (watched, similar))
    clock.advance(20 * DAY_MS)
    carl = join("carl")
    db.write_now(give_consent, carl, "personal_feed")
    db.write_now(follow, carl, hosts[7].id)

    def first():
        item = db.read_now(feed_page, carl, memory=memory).items[0]
        return item.id, item.reason, item.because

    before = first()
    assert before[1] != "similar"
    db.write_now(like, carl, watched)
    assert first() == (similar, "similar", f"About {hosts[5].id}")
    db.write_now(withdraw_consent, carl, "personal_feed")
    page = db.read_now(feed_page, carl, memory=memory).items
    strangers = db.read_now(feed_page, GUEST, memory=memory).items
    assert {item.reason for item in page} <= {"popular", "fresh", "explore"}
    assert [item.id for item in page[:3]] == [item.id for item in strangers[:3]]
    assert {item.shown.viewer for item in page} == {""}


def test_what_was_seen_within_a_week_comes_after_the_rest(db, clock, join):
    made = [published(db, join(f"host{number}", "host"), "v") for number in range(4)]
    carl = join("carl")
    db.write_now(give_consent, carl, "personal_feed")
    first = db.read_now(feed_page, carl).items[0].id
    watch(db, carl, first)
    assert db.read_now(feed_page, carl).items[-1].id == first
    assert {item.id for item in db.read_now(feed_page, carl).items} == set(made)
