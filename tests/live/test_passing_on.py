import pytest

from livefair.kernel import HOUR_MS, Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.live import answer, ask, assort, dismiss, pin
from livefair.live.answer_cards import answer_cards
from livefair.live.events import QuestionAnswered
from livefair.live.events_of_passing_on import QuestionLeftByBrand, QuestionPassedOn
from livefair.live.passing_on import answer_for_brand, pass_on, passed_on_among, waiting_for_brand
from livefair.live.showing import goods_now
from livefair.people.notes import my_notes
from tests.stall import set_up


@pytest.fixture
def stall(db, stage, join):
    """Its product is pinned."""
    stall = set_up(db, join)
    db.write_now(assort, stage.host, stage.show_id, stall.product_id)
    db.write_now(pin, stage.host, stage.room_id, db.read_now(goods_now, stage.host, stall.product_id))
    return stall


@pytest.fixture
def ana(join):
    return join("ana")


@pytest.fixture
def question_id(db, stage, stall, ana):
    return db.write_now(ask, ana, stage.room_id, text="Is the glaze free of lead?").id


def codes(db, person):
    return [note.code for note in db.read_now(my_notes, person)]


def test_a_question_goes_to_the_brand_with_a_time_and_its_answer_to_room_customer_and_product(
    db, stage, stall, ana, question_id, facts, clock
):
    for _ in range(2):
        db.write_now(pass_on, stage.host, question_id)
    [passed] = [fact for fact in facts if isinstance(fact, QuestionPassedOn)]
    assert (passed.brand_id, passed.due_at_ms) == (stall.brand.organisation_id, clock() + 24 * HOUR_MS)
    assert codes(db, stall.brand) == ["question_for_brand"]
    [waiting] = db.read_now(waiting_for_brand, stall.brand.organisation_id)
    assert (waiting.question_id, waiting.text) == (question_id, "Is the glaze free of lead?")
    db.write_now(answer_for_brand, stall.brand, question_id, text="Yes: report 2231.")
    [told] = [fact for fact in facts if isinstance(fact, QuestionAnswered)]
    assert (told.room_id, told.answered_by) == (stage.room_id, stall.brand.id)
    assert db.read_now(passed_on_among, [question_id])[question_id].state == "answered"
    assert [card.question.answer for card in db.read_now(answer_cards, stall.product_id)] == ["Yes: report 2231."]
    assert codes(db, ana) == ["question_answered_by_brand"]
    assert db.read_now(waiting_for_brand, stall.brand.organisation_id) == []
    clock.advance(25 * HOUR_MS)
    run_due_now(db)
    assert not [fact for fact in facts if isinstance(fact, QuestionLeftByBrand)]


def test_a_brand_that_lets_its_time_pass_is_seen_to_and_may_still_answer(db, stage, stall, question_id, facts, clock):
    db.write_now(pass_on, stage.host, question_id)
    clock.advance(24 * HOUR_MS)
    run_due_now(db)
    assert [fact.question_id for fact in facts if isinstance(fact, QuestionLeftByBrand)] == [question_id]
    assert db.read_now(passed_on_among, [question_id])[question_id].state == "missed"
    db.write_now(answer_for_brand, stall.brand, question_id, text="Yes.")
    assert db.read_now(passed_on_among, [question_id])[question_id].state == "answered"


def test_the_host_may_answer_first_and_then_nothing_is_missed(db, stage, stall, question_id, facts, clock):
    db.write_now(pass_on, stage.host, question_id)
    db.write_now(answer, stage.host, question_id, text="It is.")
    with pytest.raises(Conflict):
        db.write_now(answer_for_brand, stall.brand, question_id, text="Yes.")
    clock.advance(24 * HOUR_MS)
    run_due_now(db)
    assert not [fact for fact in facts if isinstance(fact, QuestionLeftByBrand)]


def test_everybody_does_only_their_own_part(db, stage, stall, ana, question_id, join):
    with pytest.raises(NotAllowed):
        db.write_now(pass_on, join("eve", "host"), question_id)
    with pytest.raises(NotFound):  # nobody has passed it on
        db.write_now(answer_for_brand, stall.brand, question_id, text="Yes.")
    db.write_now(pass_on, stage.host, question_id)
    for other in (set_up(db, join, name="rival").brand, stage.host, ana):
        with pytest.raises(NotFound):
            db.write_now(answer_for_brand, other, question_id, text="Yes.")
    for bad in (" ", "x" * 501):
        with pytest.raises(Invalid):
            db.write_now(answer_for_brand, stall.brand, question_id, text=bad)
    db.write_now(dismiss, stage.host, question_id)
    with pytest.raises(Conflict):
        db.write_now(pass_on, stage.host, question_id)


def test_a_question_about_no_product_has_no_brand_to_go_to(db, stage, ana):
    question = db.write_now(ask, ana, stage.room_id, text="When is the next show?")
    with pytest.raises(Invalid):
        db.write_now(pass_on, stage.host, question.id)
