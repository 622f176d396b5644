import pytest

from livefair.content.queries import own_videos, video_page, videos_of, videos_with_product
from livefair.kernel import GUEST, NotFound
from livefair.people import block
from tests.content.studio import brand_with_product, published, ready, uploaded


def test_a_page_of_somebodys_videos_shows_the_published_ones_newest_first(db, join):
    ada, carl = join("ada", "host"), join("carl")
    shown = [published(db, ada, key) for key in ("one", "two", "three")]
    ready(db, ada, "draft")
    assert [item.id for item in db.read_now(videos_of, GUEST, ada.id)] == shown[::-1]
    assert [item.id for item in db.read_now(videos_of, GUEST, ada.id, before=shown[1])] == [shown[0]]
    db.write_now(block, ada, carl.id)
    assert db.read_now(videos_of, carl, ada.id) == []


def test_the_authors_own_list_has_drafts_too(db, join):
    ada = join("ada", "host")
    published(db, ada, "one")
    uploaded(db, ada, "two")
    assert [own.state for own in db.read_now(own_videos, ada)] == ["uploaded", "published"]


def test_a_product_leads_to_its_videos(db, join):
    ada, carl = join("ada", "host"), join("carl")
    _, product_id = brand_with_product(db, join)
    video_id = published(db, ada, product_ids=(product_id,), advertising="commission")
    [item] = db.read_now(videos_with_product, carl, product_id)
    assert (item.id, item.products[0].id, item.advertising) == (video_id, product_id, "commission")
    db.write_now(block, carl, ada.id)
    assert db.read_now(videos_with_product, carl, product_id) == []


def test_a_video_that_is_not_processed_has_no_page(db, join):
    ada = join("ada", "host")
    with pytest.raises(NotFound):
        db.read_now(video_page, ada, uploaded(db, ada))
