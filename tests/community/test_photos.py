import pytest

from livefair.community import keep_photo, rules
from livefair.community.photos import forget_loose_photos, loose_photos_for, photos_of
from livefair.kernel import GUEST, SYSTEM, Invalid, NotAllowed, NotFound, TooMany
from tests.community.corner import photos, reviewed
from tests.stall import set_up


def test_a_photo_waits_for_its_review_and_is_its_owners_alone(db, join):
    ana, eve = join("ana"), join("eve")
    [photo_id] = photos(db, ana)
    assert db.read_now(loose_photos_for, ana, [photo_id])[0].width == 900
    with pytest.raises(NotFound):
        db.read_now(loose_photos_for, eve, [photo_id])


def test_two_may_bring_the_same_picture(db, join):
    kept = {db.write_now(keep_photo, join(name), file_key="p", width=1, height=1).id for name in ("ana", "eve")}
    assert len(kept) == 2


@pytest.mark.parametrize("wrong", [{"file_key": ""}, {"file_key": "x" * 201}, {"width": 0}, {"height": 10**9}])
def test_photos_out_of_bounds_are_refused(db, join, wrong):
    ana = join("ana")
    with pytest.raises(Invalid):
        db.write_now(keep_photo, ana, **({"file_key": "p", "width": 1, "height": 1} | wrong))
    with pytest.raises(NotAllowed):
        db.write_now(keep_photo, GUEST, file_key="p", width=1, height=1)


def test_nobody_hoards_photos_and_loose_ones_are_forgotten_after_a_day(db, clock, join):
    stall, ana = set_up(db, join), join("ana")
    used = reviewed(stall, ana)
    loose = photos(db, ana, rules.LOOSE_PHOTOS_MAX)
    with pytest.raises(TooMany):
        photos(db, ana)
    clock.advance(rules.PHOTO_KEPT_MS + 1)
    db.write_now(forget_loose_photos, SYSTEM)
    with pytest.raises(NotFound):
        db.read_now(loose_photos_for, ana, list(loose))
    assert len(db.read_now(photos_of, [used])[used]) == 1
