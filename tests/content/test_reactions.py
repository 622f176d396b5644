import asyncio

import pytest

from livefair.content import comment, like, save, unlike, unsave
from livefair.content.events import VideoLiked, VideoSaved
from livefair.content.queries import saved_videos, video_page
from livefair.kernel import GUEST, Database, NotAllowed, NotFound
from livefair.people import block
from tests.announced import Announced
from tests.content.studio import published, ready


def test_a_like_counts_once_and_is_taken_back_once(db, join):
    ada, carl, dora = join("ada", "host"), join("carl"), join("dora")
    video_id = published(db, ada)
    facts = Announced(db)
    for who in (carl, carl, dora):
        db.write_now(like, who, video_id)
    seen = db.read_now(video_page, carl, video_id)
    assert (seen.likes, seen.is_liked) == (2, True)
    for _ in range(2):
        db.write_now(unlike, carl, video_id)
    seen = db.read_now(video_page, carl, video_id)
    assert (seen.likes, seen.is_liked) == (1, False)
    assert [type(fact) for fact in facts] == [VideoLiked, VideoLiked]


def test_saved_videos_are_a_list_the_last_one_first(db, clock, join):
    ada, carl = join("ada", "host"), join("carl")
    ids = [published(db, ada, key) for key in ("one", "two")]
    facts = Announced(db)
    for video_id in ids:
        db.write_now(save, carl, video_id)
        clock.advance(10)
    assert [item.id for item in db.read_now(saved_videos, carl)] == ids[::-1]
    db.write_now(unsave, carl, ids[0])
    assert [(item.id, item.saves, item.is_saved) for item in db.read_now(saved_videos, carl)] == [(ids[1], 1, True)]
    assert [type(fact) for fact in facts] == [VideoSaved, VideoSaved]


@pytest.mark.parametrize("act", [like, save])
def test_only_people_who_may_see_a_published_video_react(db, join, act):
    ada, carl = join("ada", "host"), join("carl")
    video_id, draft = published(db, ada), ready(db, ada, "draft")
    with pytest.raises(NotAllowed):
        db.write_now(act, GUEST, video_id)
    with pytest.raises(NotAllowed):
        db.write_now(act, ada, draft)
    db.write_now(block, ada, carl.id)
    with pytest.raises(NotFound):
        db.write_now(act, carl, video_id)


async def test_many_people_at_once_are_all_counted(database_url, db, join):
    ada = join("ada", "host")
    people = [join(f"p{number}") for number in range(12)]
    video_id = await asyncio.to_thread(published, db, ada)
    crowded = Database(database_url, clock=db.clock, lanes=3)
    acts = [
        act
        for who in people
        for act in (
            crowded.write(like, who, video_id),
            crowded.write(save, who, video_id),
            crowded.write(like, who, video_id),
            crowded.write(comment, who, video_id, text="hello", key="k"),
        )
    ]
    await asyncio.gather(*acts)
    crowded.close()
    seen = db.read_now(video_page, ada, video_id)
    assert (seen.likes, seen.saves, seen.comments) == (12, 12, 12)
