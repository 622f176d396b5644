"""Videos made together: asked, agreed, named, and parted again."""

import pytest

from livefair.content.coauthors import (
    accept_coauthorship,
    ask_coauthor,
    coauthors_of,
    end_coauthorship,
    my_coauthorships,
    parts_at,
)
from livefair.content.events import CoauthorAsked, CoauthorJoined, CoauthorLeft
from livefair.content.queries import video_page
from livefair.content.rules.coauthors import ASKED_PER_DAY_MAX, COAUTHORS_MAX
from livefair.kernel import DAY_MS, GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound, TooMany
from livefair.people import block
from livefair.people.notes import my_notes
from tests.announced import Announced
from tests.content.studio import published, uploaded


def test_who_agrees_is_named_and_has_a_part_from_then_on(db, join):
    ada, ben = join("ada", "host"), join("ben")
    video_id = published(db, ada)
    facts = Announced(db)
    asked = db.write_now(ask_coauthor, ada, video_id, ben.id, share_bp=2_500)
    assert db.read_now(video_page, GUEST, video_id).coauthors == []
    assert db.read_now(parts_at, video_id, ada.id, db.clock()) == []
    assert [note.code for note in db.read_now(my_notes, ben)] == ["coauthor_asked_you"]
    db.clock.advance(1_000)
    for _ in range(2):
        db.write_now(accept_coauthorship, ben, asked.id)
    assert [card.id for card in db.read_now(video_page, GUEST, video_id).coauthors] == [ben.id]
    assert db.read_now(parts_at, video_id, ada.id, db.clock() - 1) == []
    assert db.read_now(parts_at, video_id, ada.id, db.clock()) == [(ben.id, 2_500)]
    assert [note.code for note in db.read_now(my_notes, ada)] == ["coauthor_joined"]
    assert [type(fact) for fact in facts] == [CoauthorAsked, CoauthorJoined]


def test_either_of_the_two_ends_it_and_what_was_before_keeps_its_part(db, join):
    ada, ben, eve = join("ada", "host"), join("ben"), join("eve")
    video_id = published(db, ada)
    facts = Announced(db)
    for ends in (ada, ben):
        asked = db.write_now(ask_coauthor, ada, video_id, ben.id, share_bp=1_000)
        db.write_now(accept_coauthorship, ben, asked.id)
        then = db.clock()
        db.clock.advance(1_000)
        with pytest.raises(NotFound):
            db.write_now(end_coauthorship, eve, asked.id)
        for _ in range(2):
            db.write_now(end_coauthorship, ends, asked.id)
        assert db.read_now(video_page, GUEST, video_id).coauthors == []
        assert db.read_now(parts_at, video_id, ada.id, then) == [(ben.id, 1_000)]
        assert db.read_now(parts_at, video_id, ada.id, db.clock()) == []
        with pytest.raises(Conflict, match="coauthor_over"):
            db.write_now(accept_coauthorship, ben, asked.id)
    assert [type(fact) for fact in facts].count(CoauthorLeft) == 2
    assert [each.ended_at_ms is None for each in db.read_now(my_coauthorships, ben)] == [False, False]


def test_a_part_always_remains_the_authors(db, join):
    ada, ben, cleo = join("ada", "host"), join("ben"), join("cleo")
    video_id = published(db, ada)
    db.write_now(ask_coauthor, ada, video_id, ben.id, share_bp=6_000)
    with pytest.raises(Invalid, match="coauthor_share"):
        db.write_now(ask_coauthor, ada, video_id, cleo.id, share_bp=3_001)
    db.write_now(ask_coauthor, ada, video_id, cleo.id, share_bp=3_000)
    assert sum(each.share_bp for each in db.read_now(coauthors_of, [video_id])[video_id]) == 9_000


def test_nobody_is_asked_twice_by_another_or_for_what_is_their_own(db, join):
    ada, ben, eve = join("ada", "host"), join("ben"), join("eve", "host")
    video_id = published(db, ada)
    asked = db.write_now(ask_coauthor, ada, video_id, ben.id, share_bp=0)
    with pytest.raises(Conflict, match="coauthor_asked"):
        db.write_now(ask_coauthor, ada, video_id, ben.id, share_bp=0)
    with pytest.raises(Invalid, match="is_author"):
        db.write_now(ask_coauthor, ada, video_id, ada.id, share_bp=0)
    with pytest.raises(NotAllowed, match="not_yours"):
        db.write_now(ask_coauthor, eve, video_id, ben.id, share_bp=0)
    with pytest.raises(NotAllowed, match="not_yours"):
        db.write_now(accept_coauthorship, ada, asked.id)
    db.write_now(block, eve, ada.id)
    with pytest.raises(NotFound):
        db.write_now(ask_coauthor, ada, video_id, eve.id, share_bp=0)


def test_so_many_are_asked_for_a_video_and_on_a_day(db, join):
    ada = join("ada", "host")
    friends = [join(f"friend{n}") for n in range(COAUTHORS_MAX + 1)]
    video_id = published(db, ada)
    asked = [db.write_now(ask_coauthor, ada, video_id, each.id, share_bp=0) for each in friends[:-1]]
    with pytest.raises(Invalid, match="too_many_coauthors"):
        db.write_now(ask_coauthor, ada, video_id, friends[-1].id, share_bp=0)
    for again in range(ASKED_PER_DAY_MAX - COAUTHORS_MAX):
        db.write_now(end_coauthorship, ada, asked[-1].id)
        asked.append(db.write_now(ask_coauthor, ada, video_id, friends[again % 2 + 3].id, share_bp=0))
    db.write_now(end_coauthorship, ada, asked[-1].id)
    with pytest.raises(TooMany, match="asked_too_often"):
        db.write_now(ask_coauthor, ada, video_id, friends[-1].id, share_bp=0)
    db.clock.advance(DAY_MS)
    db.write_now(ask_coauthor, ada, video_id, friends[-1].id, share_bp=0)


def test_what_another_earns_by_the_video_is_not_divided(db, join):
    ada, ben, eve = join("ada", "host"), join("ben"), join("eve", "host")
    video_id = published(db, ada)
    asked = db.write_now(ask_coauthor, ada, video_id, ben.id, share_bp=5_000)
    db.write_now(accept_coauthorship, ben, asked.id)
    assert db.read_now(parts_at, video_id, eve.id, db.clock()) == []


def test_a_draft_may_be_made_together_and_one_without_a_part_has_none(db, join):
    ada, ben = join("ada", "host"), join("ben")
    video_id = uploaded(db, ada)
    asked = db.write_now(ask_coauthor, ada, video_id, ben.id, share_bp=0)
    db.write_now(accept_coauthorship, ben, asked.id)
    assert db.read_now(parts_at, video_id, ada.id, db.clock()) == []
    assert [each.title for each in db.read_now(my_coauthorships, ben)] == [""]
    assert db.read_now(my_coauthorships, SYSTEM) == []
