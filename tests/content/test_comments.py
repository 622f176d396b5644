import pytest

from livefair.content import comment, comment_for, remove_comment, rules
from livefair.content.comments import replies, shown_comment, threads
from livefair.content.events import CommentRemoved, CommentWritten
from livefair.content.queries import video_page
from livefair.kernel import GUEST, Invalid, NotAllowed, NotFound, TooMany
from livefair.people import block
from tests.announced import Announced
from tests.content.studio import published


def say(db, who, video_id, text, **more):
    db.clock.advance(1)  # so that ids sort by their making
    return db.write_now(comment, who, video_id, text=text, **({"key": text} | more))


def test_comments_are_read_newest_first_and_replies_in_order(db, join):
    ada, carl = join("ada", "host"), join("carl")
    video_id = published(db, ada)
    first, second = say(db, carl, video_id, "first"), say(db, carl, video_id, "second")
    answer = say(db, ada, video_id, "thanks", reply_to_id=first.id)
    answer_to_answer = say(db, carl, video_id, "welcome", reply_to_id=answer.id)
    assert answer_to_answer.thread_id == first.id
    assert [each.text for each in db.read_now(threads, GUEST, video_id)] == ["second", "first"]
    assert [each.text for each in db.read_now(replies, GUEST, first.id)] == ["thanks", "welcome"]
    assert db.read_now(comment_for, GUEST, first.id).reply_count == 2
    assert db.read_now(video_page, GUEST, video_id).comments == 4
    older = db.read_now(threads, GUEST, video_id, before=second.id, most=1)
    assert [each.id for each in older] == [first.id]


def test_the_same_key_is_the_same_comment_and_is_announced_once(db, join):
    ada, carl = join("ada", "host"), join("carl")
    video_id = published(db, ada)
    facts = Announced(db)
    assert len({say(db, carl, video_id, "hello").id for _ in range(3)}) == 1
    assert [type(fact) for fact in facts] == [CommentWritten]
    assert db.read_now(video_page, GUEST, video_id).comments == 1


def test_its_writer_and_the_videos_author_may_remove_a_comment(db, join):
    ada, carl, eve = join("ada", "host"), join("carl"), join("eve")
    video_id = published(db, ada)
    one, two = say(db, carl, video_id, "one"), say(db, carl, video_id, "two")
    reply = say(db, eve, video_id, "three", reply_to_id=two.id)
    with pytest.raises(NotAllowed):
        db.write_now(remove_comment, eve, one.id)
    facts = Announced(db)
    db.write_now(remove_comment, carl, one.id)
    db.write_now(remove_comment, ada, reply.id)
    assert [each.text for each in db.read_now(threads, GUEST, video_id)] == ["two"]
    assert db.read_now(comment_for, GUEST, two.id).reply_count == 0
    assert db.read_now(video_page, GUEST, video_id).comments == 1
    assert [type(fact) for fact in facts] == [CommentRemoved, CommentRemoved]
    with pytest.raises(NotFound):
        db.write_now(remove_comment, carl, one.id)


def test_blocked_people_neither_read_nor_answer_each_other(db, join):
    ada, carl, eve = join("ada", "host"), join("carl"), join("eve")
    video_id = published(db, ada)
    hers = say(db, eve, video_id, "hello")
    db.write_now(block, carl, eve.id)
    assert db.read_now(threads, carl, video_id) == []
    with pytest.raises(NotFound):
        say(db, carl, video_id, "hi", reply_to_id=hers.id)
    db.write_now(block, ada, carl.id)
    with pytest.raises(NotFound):
        say(db, carl, video_id, "hi")


@pytest.mark.parametrize("wrong", [{"text": " \u202e "}, {"text": "x" * 501}, {"key": ""}, {"key": "x" * 81}])
def test_a_comment_that_makes_no_sense_is_refused(db, join, wrong):
    ada = join("ada", "host")
    video_id = published(db, ada)
    with pytest.raises(Invalid):
        db.write_now(comment, ada, video_id, **({"text": "hi", "key": "k"} | wrong))


def test_a_reply_belongs_to_the_same_video_and_guests_are_silent(db, join):
    ada = join("ada", "host")
    one, two = published(db, ada, "one"), published(db, ada, "two")
    elsewhere = say(db, ada, one, "hello")
    with pytest.raises(Invalid):
        say(db, ada, two, "hi", reply_to_id=elsewhere.id)
    with pytest.raises(NotAllowed):
        say(db, GUEST, one, "hi")


def test_nobody_floods_a_video(db, clock, join):
    ada = join("ada", "host")
    video_id = published(db, ada)
    for number in range(rules.COMMENTS_PER_MINUTE_MAX):
        say(db, ada, video_id, f"n{number}")
    with pytest.raises(TooMany):
        say(db, ada, video_id, "more")
    clock.advance(60_001)
    say(db, ada, video_id, "more")


def test_what_a_reporter_saw_is_handed_to_governance(db, join):
    ada, carl = join("ada", "host"), join("carl")
    said = say(db, carl, published(db, ada), "rude words")
    shown = db.read_now(shown_comment, ada, said.id)
    assert shown == (("comment", said.id), carl.id, "rude words")
