import pytest

from livefair.content import comment, comment_for, feed_page, video_for
from livefair.content.comments import shown_comment
from livefair.content.queries import own_videos, video_page
from livefair.content.videos import shown_video
from livefair.governance import appeal, decide, decide_appeal, publish_shipped_rules, report
from livefair.kernel import GUEST, SYSTEM, NotFound
from livefair.kernel.runner import run_due_now
from tests.content.studio import published


@pytest.fixture
def crowd(db, join):
    db.write_now(publish_shipped_rules, SYSTEM)
    return join("ada", "host"), join("carl"), join("mo", "moderator"), join("mei", "moderator")


def removed(db, shown, reporter, moderator):
    receipt = db.write_now(report, reporter, shown, reason="spam", note="", key=shown.subject.id)
    db.write_now(decide, moderator, receipt.case_id, outcome="remove", rule_code="spam", reason="刷屏")
    return receipt.case_id


def overturned(db, author, case_id, moderator):
    asked = db.write_now(appeal, author, case_id, text="It is a quotation.")
    db.write_now(decide_appeal, moderator, asked.id, outcome="overturned", reason="It is.")


def test_a_removed_video_disappears_and_an_overturned_one_comes_back(db, crowd):
    ada, carl, mo, mei = crowd
    video_id = published(db, ada)
    case_id = removed(db, db.read_now(shown_video, carl, video_id), carl, mo)
    run_due_now(db)
    with pytest.raises(NotFound):
        db.read_now(video_for, carl, video_id)
    assert db.read_now(feed_page, GUEST).items == []
    assert db.read_now(own_videos, ada)[0].hidden_case_id == case_id
    assert db.read_now(video_for, mei, video_id).hidden_case_id == case_id
    overturned(db, ada, case_id, mei)
    run_due_now(db)
    assert db.read_now(video_for, carl, video_id).hidden_case_id is None
    assert [item.id for item in db.read_now(feed_page, GUEST).items] == [video_id]


def test_facts_may_arrive_late_the_last_word_counts(db, crowd):
    ada, carl, mo, mei = crowd
    video_id = published(db, ada)
    case_id = removed(db, db.read_now(shown_video, carl, video_id), carl, mo)
    overturned(db, ada, case_id, mei)
    run_due_now(db)
    assert db.read_now(video_for, carl, video_id).state == "published"


def test_a_removed_comment_disappears_and_comes_back_with_its_count(db, crowd):
    ada, carl, mo, mei = crowd
    video_id = published(db, ada)
    said = db.write_now(comment, carl, video_id, text="cheap cheap", key="k")
    case_id = removed(db, db.read_now(shown_comment, ada, said.id), ada, mo)
    run_due_now(db)
    with pytest.raises(NotFound):
        db.read_now(comment_for, ada, said.id)
    assert db.read_now(video_page, GUEST, video_id).comments == 0
    overturned(db, carl, case_id, mei)
    run_due_now(db)
    assert db.read_now(comment_for, ada, said.id).text == "cheap cheap"
    assert db.read_now(video_page, GUEST, video_id).comments == 1
