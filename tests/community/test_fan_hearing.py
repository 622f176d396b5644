import pytest

from livefair.community import accept_idea, publish_review, remove_review
from livefair.community.events import ReviewPublished
from livefair.community.fan_clubs import fan_of
from livefair.community.fan_deeds import deeds_of, points_by_deed
from livefair.community.fan_hearing import (
    PEOPLE_PER_RUN,
    count_attendance,
    count_questions_answered,
    count_reviews,
)
from livefair.governance.idea_policy import IdeaKnobs
from livefair.kernel import MINUTE_MS, SYSTEM
from livefair.kernel.runner import run_due_now
from livefair.live import answer, ask, end_show
from livefair.live.events import QuestionAnswered
from livefair.live.helping import accept_help, help_asker, hide_help, restore_help
from livefair.live.questions import hide_question, restore_question
from livefair.people.badges import Badge, badges_of
from livefair.shop import Claim, ask_refund, confirm_receipt, grant_refund, ship_order
from livefair.shop.fulfilment import line_ids_of
from tests.announced import announced
from tests.community.corner import draft
from tests.community.fandom import founded, joined, on_air, said, watched
from tests.community.inventing import idea, needing
from tests.stall import buy, set_up

BY = {"carrier": "local", "tracking": "LF1"}


@pytest.fixture
def fandom(db, join):
    return founded(db, join)


def earned(db, fandom, who):
    run_due_now(db)
    return db.read_now(points_by_deed, fandom.club_id, who.id)


def test_watching_and_talking_count_when_the_show_is_over_once_however_many_windows(db, join, clock, fandom):
    ana, zoe, guest = join("ana"), join("zoe"), join("nobody")
    joined(db, fandom, ana, zoe)
    show_id = on_air(db, fandom)
    began = clock()
    for nth in range(2):
        watched(db, fandom, show_id, ana, from_ms=began, until_ms=began + 25 * MINUTE_MS, nth=nth)
    watched(db, fandom, show_id, zoe, from_ms=began + 20 * MINUTE_MS, until_ms=None)
    watched(db, fandom, show_id, guest, from_ms=began, until_ms=None)
    said(db, fandom, zoe, line_id="line-1")
    said(db, fandom, zoe, line_id="line-2")
    clock.advance(30 * MINUTE_MS)
    db.write_now(end_show, fandom.host, show_id)
    run_due_now(db)
    clock.advance(MINUTE_MS)
    assert earned(db, fandom, ana) == {"watch": 4}
    assert earned(db, fandom, zoe) == {"watch": 2, "chat": 2}
    db.write_now(count_attendance, SYSTEM, show_id=show_id)
    assert earned(db, fandom, ana) == {"watch": 4}
    assert db.read_now(fan_of, ana, fandom.club_id).seen_at_ms == began + 30 * MINUTE_MS


def test_a_large_crowd_is_counted_in_parts(db, join, clock, fandom, monkeypatch):
    monkeypatch.setattr("livefair.community.fan_hearing.PEOPLE_PER_RUN", 1)
    assert PEOPLE_PER_RUN > 1
    people = [join(f"fan{n}") for n in range(3)]
    joined(db, fandom, *people)
    show_id = on_air(db, fandom)
    for person in people:
        watched(db, fandom, show_id, person, from_ms=clock(), until_ms=None)
    clock.advance(10 * MINUTE_MS)
    db.write_now(end_show, fandom.host, show_id)
    run_due_now(db)
    clock.advance(MINUTE_MS)
    assert [earned(db, fandom, person) for person in people] == [{"watch": 2}] * 3


def test_a_question_that_the_host_answers_counts_until_it_is_taken_away(db, join, fandom):
    ana = join("ana")
    joined(db, fandom, ana)
    on_air(db, fandom)
    asked = db.write_now(ask, ana, fandom.room_id, text="Is it washable?")
    db.write_now(answer, fandom.host, asked.id, text="Yes")
    assert earned(db, fandom, ana) == {"question": 3}
    db.write_now(hide_question, fandom.host, asked.id)
    assert earned(db, fandom, ana) == {}
    db.write_now(restore_question, fandom.host, asked.id)
    assert earned(db, fandom, ana) == {"question": 3}


def test_two_friends_who_thank_each_other_all_day_count_once_each(db, join, fandom):
    ana, zoe = join("ana"), join("zoe")
    joined(db, fandom, ana, zoe)
    on_air(db, fandom)
    helped = []
    for n in range(3):
        asked = db.write_now(ask, zoe, fandom.room_id, text=f"Question number {n}?")
        helped.append(db.write_now(help_asker, ana, asked.id, text="I think so").id)
        db.write_now(accept_help, zoe, helped[-1])
    assert earned(db, fandom, ana) == {"help": 5}
    assert db.read_now(badges_of, ana.id)[-1] == Badge("helper", 1)
    for help_id in helped[1:]:
        db.write_now(hide_help, fandom.host, help_id)
    assert earned(db, fandom, ana) == {"help": 5}
    db.write_now(hide_help, fandom.host, helped[0])
    assert earned(db, fandom, ana) == {}
    assert [badge.kind for badge in db.read_now(badges_of, ana.id)] == ["fan"]


def test_help_that_was_hidden_wrongly_counts_again_and_nobody_else_s_is_touched(db, join, fandom):
    ana, zoe, ivo = join("ana"), join("zoe"), join("ivo")
    joined(db, fandom, ana, ivo)
    on_air(db, fandom)
    helped = {}
    for n, who in enumerate((ana, ivo)):
        asked = db.write_now(ask, zoe, fandom.room_id, text=f"Question number {n}?")
        helped[who.id] = db.write_now(help_asker, who, asked.id, text="I think so").id
        db.write_now(accept_help, zoe, helped[who.id])
    assert [earned(db, fandom, who) for who in (ana, ivo)] == [{"help": 5}, {"help": 5}]
    db.write_now(hide_help, fandom.host, helped[ana.id])
    assert [earned(db, fandom, who) for who in (ana, ivo)] == [{}, {"help": 5}]
    db.write_now(restore_help, SYSTEM, helped[ana.id])
    assert [earned(db, fandom, who) for who in (ana, ivo)] == [{"help": 5}, {"help": 5}]
    assert Badge("helper", 1) in db.read_now(badges_of, ana.id)


def bought(db, stall, fandom, buyer, key="k"):
    order_id = buy(stall, buyer, source=fandom.source, key=key)
    db.write_now(ship_order, stall.brand, order_id, **BY)
    db.write_now(confirm_receipt, buyer, order_id)
    return order_id


def test_a_purchase_and_its_review_count_until_the_goods_go_back(db, join, fandom):
    ana, stall = join("ana"), set_up(db, join)
    joined(db, fandom, ana)
    order_id = bought(db, stall, fandom, ana)
    [line_id] = db.read_now(line_ids_of, order_id)
    from_review = draft(stall, ana, line_id=line_id)
    db.write_now(publish_review, ana, from_review, key="r")
    assert earned(db, fandom, ana) == {"purchase": 10, "review": 10}
    assert Badge("reviewer", 1) in db.read_now(badges_of, ana.id)
    refund = db.write_now(ask_refund, ana, order_id, Claim([line_id], "changed_mind"), key="back")
    db.write_now(grant_refund, stall.brand, refund)
    assert earned(db, fandom, ana) == {}
    assert [each.points for each in db.read_now(deeds_of, fandom.club_id, ana.id) if each.undone_at_ms is None] == []
    assert [badge.kind for badge in db.read_now(badges_of, ana.id)] == ["fan"]


def test_who_works_for_the_brand_earns_nothing_by_buying_its_goods(db, join, fandom):
    stall = set_up(db, join)
    joined(db, fandom, stall.brand)
    bought(db, stall, fandom, stall.brand)
    assert earned(db, fandom, stall.brand) == {}


def test_what_was_bought_elsewhere_counts_for_no_host(db, join, fandom):
    ana, stall = join("ana"), set_up(db, join)
    joined(db, fandom, ana)
    order_id = buy(stall, ana)
    db.write_now(ship_order, stall.brand, order_id, **BY)
    db.write_now(confirm_receipt, ana, order_id)
    assert earned(db, fandom, ana) == {}


def test_a_review_that_its_writer_takes_away_counts_no_more(db, join, fandom):
    ana, stall = join("ana"), set_up(db, join)
    joined(db, fandom, ana)
    [line_id] = db.read_now(line_ids_of, bought(db, stall, fandom, ana))
    review_id = db.write_now(publish_review, ana, draft(stall, ana, line_id=line_id), key="r").id
    assert earned(db, fandom, ana) == {"purchase": 10, "review": 10}
    db.write_now(remove_review, ana, review_id)
    assert earned(db, fandom, ana) == {"purchase": 10}


def test_what_was_gone_before_it_could_be_counted_counts_nothing(db, join, fandom):
    ana, stall = join("ana"), set_up(db, join)
    joined(db, fandom, ana)
    [line_id] = db.read_now(line_ids_of, bought(db, stall, fandom, ana))
    review_id = db.write_now(publish_review, ana, draft(stall, ana, line_id=line_id), key="r").id
    on_air(db, fandom)
    asked = db.write_now(ask, ana, fandom.room_id, text="Is it washable?")
    db.write_now(answer, fandom.host, asked.id, text="Yes")
    db.write_now(hide_question, fandom.host, asked.id)
    db.write_now(remove_review, ana, review_id)
    # Facts come in any order: here those of the end have been heard before those of the beginning.
    db.write_now(count_reviews, announced(db, ReviewPublished)[0])
    db.write_now(count_questions_answered, announced(db, QuestionAnswered)[0])
    assert db.read_now(points_by_deed, fandom.club_id, ana.id) == {}


def test_an_idea_that_a_brand_accepts_makes_its_author_one(db, join):
    ana, stall = join("ana"), set_up(db, join)
    needing(db, join, 100, royalty_bp_min=IdeaKnobs().royalty_bp_min)
    idea_id = idea(stall, ana)
    db.write_now(accept_idea, stall.brand, idea_id, text="We try.", royalty_bp=100)
    run_due_now(db)
    assert db.read_now(badges_of, ana.id) == [Badge("author", 1)]
