import pytest

from livefair.content import finish_upload, open_upload, rules
from livefair.content.parts import Part, all_parts_of, forget_parts, keep_part, parts_of
from livefair.content.uploads import forget_abandoned_uploads
from livefair.kernel import SYSTEM, Conflict, Invalid, NotFound, TooLarge


@pytest.fixture
def slot(db, join):
    ada = join("ada", "host")
    return ada, db.write_now(open_upload, ada, byte_count=10, key="k").video_id


def test_the_same_number_again_replaces_a_piece(db, slot):
    ada, video_id = slot
    assert db.write_now(keep_part, ada, video_id, Part(2, "two", 6)) == 6
    assert db.write_now(keep_part, ada, video_id, Part(1, "one", 3)) == 9
    assert db.write_now(keep_part, ada, video_id, Part(1, "other", 4)) == 10
    assert db.read_now(all_parts_of, ada, video_id) == [Part(1, "other", 4), Part(2, "two", 6)]


def test_pieces_never_exceed_what_was_announced(db, slot):
    ada, video_id = slot
    db.write_now(keep_part, ada, video_id, Part(1, "one", 8))
    with pytest.raises(TooLarge, match="file_too_large"):
        db.write_now(keep_part, ada, video_id, Part(2, "two", 3))
    for number in (0, rules.PARTS_MAX + 1):
        with pytest.raises(Invalid, match="out_of_range"):
            db.write_now(keep_part, ada, video_id, Part(number, "x", 1))


@pytest.mark.parametrize("parts", [[], [Part(1, "one", 9)], [Part(2, "two", 10)]])
def test_a_hole_is_noticed(db, slot, parts):
    ada, video_id = slot
    for part in parts:
        db.write_now(keep_part, ada, video_id, part)
    with pytest.raises(Conflict, match="parts_missing"):
        db.read_now(all_parts_of, ada, video_id)


def test_a_file_that_another_upload_needs_is_not_forgotten(db, join, slot):
    ada, video_id = slot
    ben = join("ben", "host")
    other = db.write_now(open_upload, ben, byte_count=10, key="k").video_id
    for who, where in ((ada, video_id), (ben, other)):
        db.write_now(keep_part, who, where, Part(1, "shared", 5))
        db.write_now(keep_part, who, where, Part(2, who.id, 5))
    with pytest.raises(NotFound):
        db.write_now(keep_part, ben, video_id, Part(1, "x", 1))
    assert db.write_now(forget_parts, ada, video_id) == [ada.id]
    assert sorted(db.write_now(forget_parts, ben, other)) == sorted(["shared", ben.id])


def test_after_the_end_no_piece_comes_and_an_abandoned_slot_goes_with_its_pieces(db, join, clock, slot):
    ada, video_id = slot
    db.write_now(keep_part, ada, video_id, Part(1, "one", 5))
    other = db.write_now(open_upload, ada, byte_count=10, key="k2").video_id
    db.write_now(finish_upload, ada, other, file_key="file", byte_count=10)
    with pytest.raises(Conflict, match="upload_over"):
        db.write_now(keep_part, ada, other, Part(1, "one", 5))
    clock.advance(rules.UPLOAD_WITHIN_MS + 1)
    db.write_now(forget_abandoned_uploads, SYSTEM)
    with pytest.raises(NotFound):
        db.read_now(parts_of, ada, video_id)
