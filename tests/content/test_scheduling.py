"""When a video shows itself."""

import pytest

from livefair.content import Description, describe, publish, video_for
from livefair.content.rules import SCHEDULED_AHEAD_MS_MAX
from livefair.content.scheduling import keep_as_draft, publish_at, publish_times, publish_what_is_due
from livefair.kernel import GUEST, HOUR_MS, SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.people.notes import my_notes
from tests.content.studio import published, ready


def described(db, author, key="k"):
    video_id = ready(db, author, key)
    db.write_now(describe, author, video_id, Description(f"About {key}"))
    return video_id


def tick(db):
    db.write_now(publish_what_is_due, SYSTEM)


def test_a_video_shows_itself_at_its_moment_and_not_before(db, join):
    ada = join("ada", "host")
    video_id = described(db, ada)
    db.write_now(publish_at, ada, video_id, db.clock() + HOUR_MS)
    run_due_now(db)
    db.clock.advance(HOUR_MS - 1)
    tick(db)
    with pytest.raises(NotFound):
        db.read_now(video_for, GUEST, video_id)
    db.clock.advance(1)
    for _ in range(2):
        tick(db)
    assert db.read_now(video_for, GUEST, video_id).published_at_ms == db.clock()
    assert db.read_now(publish_times, ada) == {}


def test_what_becomes_ready_before_its_moment_waits_and_a_draft_waits_for_its_author(db, join):
    ada = join("ada", "host")
    later, draft, soon = (described(db, ada, key) for key in ("later", "draft", "soon"))
    db.write_now(publish_at, ada, later, db.clock() + HOUR_MS)
    db.write_now(keep_as_draft, ada, draft)
    run_due_now(db)
    seen = {video_id: db.read_now(video_for, ada, video_id).state for video_id in (later, draft, soon)}
    assert seen == {later: "ready", draft: "ready", soon: "published"}
    db.clock.advance(HOUR_MS)
    tick(db)
    assert db.read_now(video_for, ada, later).state == "published"
    assert db.read_now(video_for, ada, draft).state == "ready"
    assert db.read_now(publish_times, ada) == {draft: None}
    db.write_now(publish, ada, draft)
    assert db.read_now(video_for, GUEST, draft).state == "published"


@pytest.mark.parametrize("ahead_ms", [-1, 0, SCHEDULED_AHEAD_MS_MAX + 1])
def test_a_moment_that_is_past_or_too_far_is_refused(db, join, ahead_ms):
    ada = join("ada", "host")
    video_id = described(db, ada)
    with pytest.raises(Invalid, match="not_in_time"):
        db.write_now(publish_at, ada, video_id, db.clock() + ahead_ms)


def test_what_is_shown_already_or_anothers_has_no_moment(db, join):
    ada, eve = join("ada", "host"), join("eve", "host")
    shown, waits = published(db, ada, "a"), described(db, ada, "b")
    with pytest.raises(Conflict, match="video_published"):
        db.write_now(publish_at, ada, shown, db.clock() + 1)
    with pytest.raises(Conflict, match="video_published"):
        db.write_now(keep_as_draft, ada, shown)
    with pytest.raises(NotFound):
        db.write_now(publish_at, eve, waits, db.clock() + 1)
    with pytest.raises(NotAllowed):
        db.write_now(keep_as_draft, eve, shown)


def test_what_cannot_be_shown_at_its_moment_is_a_draft_again_and_others_are_shown(db, join):
    ada = join("ada", "host")
    untitled, good = ready(db, ada, "a"), described(db, ada, "b")
    for video_id in (untitled, good):
        db.write_now(publish_at, ada, video_id, db.clock() + 1)
    db.clock.advance(1)
    tick(db)
    assert db.read_now(video_for, GUEST, good).state == "published"
    assert db.read_now(publish_times, ada) == {untitled: None}
    assert [note.code for note in db.read_now(my_notes, ada)] == ["video_not_published"]
