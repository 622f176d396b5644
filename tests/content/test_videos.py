import pytest

from livefair.content import Description, describe, publish, remove, video_for
from livefair.content.events import VideoPublished, VideoRemoved
from livefair.content.videos import shown_video, tagged_products
from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed, NotFound
from livefair.people import block
from tests.announced import Announced
from tests.content.studio import brand_with_product, published, ready, uploaded


def test_a_published_video_is_seen_by_everybody_and_announced_once(db, join):
    ada = join("ada", "host")
    video_id = ready(db, ada)
    facts = Announced(db)
    db.write_now(describe, ada, video_id, Description("A cup\u202e of tea", "line\n\nline"))
    for _ in range(2):
        db.write_now(publish, ada, video_id)
    seen = db.read_now(video_for, GUEST, video_id)
    assert (seen.title, seen.caption, seen.state) == ("A cup of tea", "line\n\nline", "published")
    assert [type(fact) for fact in facts] == [VideoPublished]


def test_a_draft_is_seen_by_its_author_alone(db, join):
    ada, carl = join("ada", "host"), join("carl")
    video_id = ready(db, ada)
    assert db.read_now(video_for, ada, video_id).state == "ready"
    for who in (carl, GUEST, join("mo", "moderator")):
        with pytest.raises(NotFound):
            db.read_now(video_for, who, video_id)


def test_tagging_products_needs_a_declaration_of_advertising(db, join):
    ada = join("ada", "host")
    _, product_id = brand_with_product(db, join)
    video_id = ready(db, ada)
    with pytest.raises(Invalid, match="advertising_undeclared"):
        db.write_now(describe, ada, video_id, Description("Cup", product_ids=(product_id,)))
    described = Description("Cup", product_ids=(product_id, product_id), advertising="commission")
    db.write_now(describe, ada, video_id, described)
    db.write_now(publish, ada, video_id)
    assert db.read_now(tagged_products, video_id) == [product_id]
    with pytest.raises(Invalid, match="advertising_undeclared"):
        db.write_now(describe, ada, video_id, described._replace(advertising="none"))


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title": "  "}, Invalid),
        ({"title": "x" * 81}, Invalid),
        ({"caption": "x" * 1_001}, Invalid),
        ({"advertising": "maybe"}, Invalid),
        ({"product_ids": ("no-such",), "advertising": "paid"}, NotFound),
        ({"product_ids": tuple("abcdefg"), "advertising": "paid"}, Invalid),
    ],
)
def test_a_description_that_makes_no_sense_is_refused(db, join, wrong, refusal):
    ada = join("ada", "host")
    video_id = ready(db, ada)
    with pytest.raises(refusal):
        db.write_now(describe, ada, video_id, Description(**({"title": "Cup"} | wrong)))
    assert db.read_now(video_for, ada, video_id).title == ""


def test_what_is_not_ready_or_has_no_title_is_not_published(db, join):
    ada = join("ada", "host")
    unready, untitled = uploaded(db, ada, "a"), ready(db, ada, "b")
    db.write_now(describe, ada, unready, Description("Cup"))
    with pytest.raises(Conflict, match="video_not_ready"):
        db.write_now(publish, ada, unready)
    with pytest.raises(Invalid, match="empty"):
        db.write_now(publish, ada, untitled)


def test_nobody_publishes_describes_or_removes_anothers_video(db, join):
    ada, eve = join("ada", "host"), join("eve", "host")
    video_id = published(db, ada)
    for attempt in (
        lambda: db.write_now(describe, eve, video_id, Description("Mine")),
        lambda: db.write_now(publish, eve, video_id),
        lambda: db.write_now(remove, eve, video_id),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_removed_video_is_gone_for_all(db, join):
    ada = join("ada", "host")
    video_id = published(db, ada)
    facts = Announced(db)
    db.write_now(remove, ada, video_id)
    for who in (ada, GUEST, join("mo", "moderator")):
        with pytest.raises(NotFound):
            db.read_now(video_for, who, video_id)
    assert [type(fact) for fact in facts][:1] == [VideoRemoved]


def test_a_block_hides_videos_both_ways(db, join):
    ada, bea, carl = join("ada", "host"), join("bea", "host"), join("carl")
    hers, his = published(db, ada), published(db, bea)
    db.write_now(block, carl, ada.id)
    db.write_now(block, bea, carl.id)
    for video_id in (hers, his):
        with pytest.raises(NotFound):
            db.read_now(video_for, carl, video_id)


def test_what_a_reporter_saw_is_handed_to_governance(db, join):
    ada, carl = join("ada", "host"), join("carl")
    video_id = published(db, ada, caption="buy now")
    shown = db.read_now(shown_video, carl, video_id)
    assert (shown.subject, shown.author_id) == (("video", video_id), ada.id)
    assert "buy now" in shown.snapshot
