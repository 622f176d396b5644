from livefair.content import comment, like
from livefair.content.invariants import breaches
from livefair.content.models import VIDEO_LIKE, VIDEO_PRODUCT
from livefair.kernel import SYSTEM
from tests.content.studio import brand_with_product, published


class Undone(Exception):
    """Carries what was found out of a transaction that must not last."""


def found_with(db, spoil):
    def look(tx, actor):
        spoil(tx)
        raise Undone(breaches(tx))

    try:
        db.write_now(look, SYSTEM)
    except Undone as undone:
        return undone.args[0]
    raise AssertionError("unreachable")


def test_a_like_or_a_tag_that_was_slipped_in_is_found(db, join):
    ada, carl = join("ada", "host"), join("carl")
    _, product_id = brand_with_product(db, join)
    video_id = published(db, ada)
    db.write_now(like, ada, video_id)
    db.write_now(comment, carl, video_id, text="hello", key="k")
    assert db.read_now(breaches) == []
    [miscounted] = found_with(
        db, lambda tx: tx.insert(VIDEO_LIKE, person_id=carl.id, video_id=video_id, at_ms=tx.now_ms)
    )
    assert "tally" in miscounted
    [unlabelled] = found_with(
        db, lambda tx: tx.insert(VIDEO_PRODUCT, video_id=video_id, product_id=product_id, position=0)
    )
    assert "advertising" in unlabelled
