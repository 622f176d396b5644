"""What somebody did is counted, not claimed."""

import pytest

from livefair import content, live
from livefair.community import find_helpful
from livefair.community.queries import deeds_of as reviewer_deeds
from livefair.content import comment
from livefair.content.queries import deeds_of as author_deeds
from livefair.kernel import Database
from livefair.live.questions import asked_by
from livefair.web.mall.deeds import deeds
from tests.web.conftest import Browse, enter
from tests.web.town import Town, built


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


def test_each_deed_is_counted_once_and_goes_when_it_is_taken_away(db: Database, town: Town) -> None:
    customer, host, mcn = (town.people[role] for role in ("customer", "host", "mcn"))
    assert [tuple(deed) for deed in db.read_now(deeds, mcn, "en")] == []
    said = db.write_now(comment, customer, town.video_id, text="Nice", key="c-1")
    db.write_now(content.share, customer, town.video_id)
    db.write_now(find_helpful, host, town.review_id)
    db.write_now(find_helpful, mcn, town.review_id)
    assert db.read_now(reviewer_deeds, customer.id) == (1, 2, 0)
    assert db.read_now(author_deeds, customer.id) == (0, 1, 1)
    assert db.read_now(asked_by, customer.id) == 1
    assert [tuple(deed) for deed in db.read_now(deeds, customer, "en")] == [
        ("Reviews written", 1),
        ("Found helpful", 2),
        ("Comments written", 1),
        ("Videos passed on", 1),
        ("Questions asked", 1),
    ]
    assert [tuple(deed) for deed in db.read_now(deeds, host, "en")] == [
        ("Helpful votes given", 1),
        ("Videos published", 1),
    ]
    db.write_now(content.remove_comment, customer, said.id)
    db.write_now(live.questions.hide_question, customer, town.question_id)
    assert (db.read_now(author_deeds, customer.id).comments, db.read_now(asked_by, customer.id)) == (0, 0)


async def test_the_page_of_what_i_receive_shows_what_i_gave(db: Database, town: Town, browse: Browse) -> None:
    customer = enter(db, browse(), town.people["customer"])
    assert "Reviews written" in (await customer.get("/me/value")).text
