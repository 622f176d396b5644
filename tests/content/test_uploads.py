import pytest

from livefair.content import finish_upload, open_upload, remove, rules, upload_for
from livefair.content.uploads import forget_abandoned_uploads
from livefair.kernel import GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound, TooLarge, TooMany
from livefair.kernel.runner import due_talking_jobs
from tests.content.studio import uploaded


def test_a_slot_waits_for_its_bytes_and_the_same_key_is_the_same_slot(db, join):
    ada = join("ada", "host")
    first = db.write_now(open_upload, ada, byte_count=1000, key="k")
    assert first == db.write_now(open_upload, ada, byte_count=1000, key="k")
    assert db.read_now(upload_for, ada, first.video_id) == (first.video_id, "", "uploading", 1000)
    db.write_now(finish_upload, ada, first.video_id, file_key="00/file.mp4", byte_count=900)
    assert db.read_now(upload_for, ada, first.video_id) == (first.video_id, "00/file.mp4", "uploaded", 900)


def test_when_the_bytes_are_there_processing_is_queued_once(db, join):
    ada = join("ada", "host")
    video_id = uploaded(db, ada)
    assert db.write_now(finish_upload, ada, video_id, file_key="00/file.mp4", byte_count=1000).state == "uploaded"
    assert [job.kind for job in db.read_now(due_talking_jobs, most=10)] == ["content.process_video"]


def test_customers_and_guests_do_not_upload(db, join):
    for who in (join("carl"), GUEST):
        with pytest.raises(NotAllowed):
            db.write_now(open_upload, who, byte_count=1000, key="k")


def test_nobody_touches_anothers_slot(db, join):
    ada, eve = join("ada", "host"), join("eve", "host")
    slot = db.write_now(open_upload, ada, byte_count=1000, key="k")
    with pytest.raises(NotFound):
        db.read_now(upload_for, eve, slot.video_id)
    with pytest.raises(NotFound):
        db.write_now(finish_upload, eve, slot.video_id, file_key="00/file.mp4", byte_count=1000)


@pytest.mark.parametrize(
    ("byte_count", "refusal"), [(0, Invalid), (-1, Invalid), (rules.UPLOAD_BYTES_MAX + 1, TooLarge)]
)
def test_sizes_out_of_bounds_are_refused_at_both_ends(db, join, byte_count, refusal):
    ada = join("ada", "host")
    with pytest.raises(refusal):
        db.write_now(open_upload, ada, byte_count=byte_count, key="k")
    slot = db.write_now(open_upload, ada, byte_count=1, key="k")
    with pytest.raises(refusal):
        db.write_now(finish_upload, ada, slot.video_id, file_key="00/file.mp4", byte_count=byte_count)


def test_drafts_and_uploads_per_day_are_bounded(db, join):
    ada = join("ada", "host")
    for number in range(rules.DRAFTS_MAX):
        db.write_now(open_upload, ada, byte_count=1, key=f"k{number}")
    with pytest.raises(Conflict, match="too_many_drafts"):
        db.write_now(open_upload, ada, byte_count=1, key="more")


def test_uploads_per_day_are_bounded_however_soon_they_are_removed(db, join):
    ada = join("ada", "host")
    for number in range(rules.UPLOADS_PER_DAY_MAX):
        db.write_now(remove, ada, uploaded(db, ada, f"k{number}"))
    with pytest.raises(TooMany, match="too_many_uploads"):
        db.write_now(open_upload, ada, byte_count=1, key="more")


def test_a_slot_whose_bytes_never_came_is_forgotten(db, clock, join):
    ada = join("ada", "host")
    slot = db.write_now(open_upload, ada, byte_count=1, key="k")
    kept = uploaded(db, ada, "other")
    clock.advance(rules.UPLOAD_WITHIN_MS + 1)
    db.write_now(forget_abandoned_uploads, SYSTEM)
    with pytest.raises(NotFound):
        db.read_now(upload_for, ada, slot.video_id)
    assert db.read_now(upload_for, ada, kept).state == "uploaded"
