import pytest

from livefair.content import remove, share, visit_share
from livefair.content.events import VideoShared
from livefair.content.queries import video_page
from livefair.content.shares import share_for
from livefair.kernel import GUEST, NotAllowed, NotFound
from tests.announced import Announced
from tests.content.studio import published


def test_each_person_has_one_link_to_a_video_and_visits_are_counted(db, join):
    ada, carl = join("ada", "host"), join("carl")
    video_id = published(db, ada)
    facts = Announced(db)
    link = db.write_now(share, carl, video_id)
    assert db.write_now(share, carl, video_id).id == link.id
    for who in (GUEST, ada, carl):
        assert db.write_now(visit_share, who, link.id).video_id == video_id
    assert db.read_now(share_for, GUEST, link.id).visits == 2
    assert db.read_now(video_page, GUEST, video_id).shares == 1
    assert [type(fact) for fact in facts] == [VideoShared]


def test_a_link_to_what_is_gone_leads_nowhere(db, join):
    ada, carl = join("ada", "host"), join("carl")
    video_id = published(db, ada)
    link = db.write_now(share, carl, video_id)
    db.write_now(remove, ada, video_id)
    for share_id in (link.id, "nothing"):
        with pytest.raises(NotFound):
            db.write_now(visit_share, carl, share_id)


def test_guests_share_nothing(db, join):
    video_id = published(db, join("ada", "host"))
    with pytest.raises(NotAllowed):
        db.write_now(share, GUEST, video_id)
