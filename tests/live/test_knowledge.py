import pytest

from livefair.catalog import Words, add_sku, create_product
from livefair.catalog.rules import CATEGORIES, REGULATED
from livefair.kernel import DAY_MS, MINUTE_MS, Invalid, Money, NotAllowed, NotFound, TooMany
from livefair.kernel.runner import run_due_now
from livefair.live import assort, pin
from livefair.live.events_of_hosting import QuizTaken
from livefair.live.knowledge import Result, passed_at_ms, quizzes_missing, subject_called, subjects, take_quiz
from livefair.live.pins import current_pin
from livefair.live.rules.knowledge import ATTEMPTS_A_DAY_MAX, VALID_MS, still_holds
from livefair.live.run_of_show import BlockDraft, add_block, begin_block, run_of
from livefair.live.showing import goods_now
from tests.stall import set_up

RIGHT = [question.right for question in subject_called("sound").questions]
WRONG = [right % 3 + 1 for right in RIGHT]


@pytest.fixture
def phones(db, join):
    brand = set_up(db, join).brand
    product_id = db.write_now(create_product, brand, Words("耳机", "Headphones", category="sound"))
    db.write_now(add_sku, brand, product_id, name_zh="黑", name_en="Black", price=Money(9900))
    return product_id


def test_a_host_who_has_not_passed_cannot_pin_a_regulated_product(db, stage, phones, facts):
    goods = db.read_now(goods_now, stage.host, phones)
    with pytest.raises(NotAllowed, match="quiz_first"):
        db.write_now(pin, stage.host, stage.room_id, goods)
    assert db.write_now(take_quiz, stage.host, "sound", answers=WRONG) == Result(False, [1, 2, 3, 4])
    assert db.read_now(quizzes_missing, stage.host.id, [phones]) == {phones: "sound"}
    almost = [*RIGHT[:-1], WRONG[-1]]
    assert db.write_now(take_quiz, stage.host, "sound", answers=almost) == Result(True, [4])
    assert db.write_now(pin, stage.host, stage.room_id, goods).product_id == phones
    assert [(fact.is_passed, fact.wrong) for fact in facts if isinstance(fact, QuizTaken)] == [(False, 4), (True, 1)]


def test_a_block_with_a_regulated_product_goes_on_without_the_pin(db, stage, phones):
    db.write_now(assort, stage.host, stage.show_id, phones)
    block_id = db.write_now(add_block, stage.host, stage.show_id, BlockDraft("product", MINUTE_MS, "", phones))
    db.write_now(begin_block, stage.host, block_id)
    run_due_now(db)
    assert db.read_now(current_pin, stage.show_id) is None
    assert db.read_now(run_of, stage.show_id)[0].is_going_on


def test_the_helpers_knowledge_does_not_stand_for_the_hosts(db, stage, phones, join):
    other = join("omar", "host")
    db.write_now(take_quiz, other, "sound", answers=RIGHT)
    assert db.read_now(passed_at_ms, other.id, "sound") is not None
    assert db.read_now(passed_at_ms, stage.host.id, "sound") is None


def test_a_pass_holds_for_a_year(db, stage, clock):
    db.write_now(take_quiz, stage.host, "sound", answers=RIGHT)
    clock.advance(VALID_MS - 1)
    assert db.read_now(passed_at_ms, stage.host.id, "sound") is not None
    clock.advance(1)
    assert db.read_now(passed_at_ms, stage.host.id, "sound") is None
    assert not still_holds(passed_at_ms=None, now_ms=0)


def test_guessing_is_bounded_and_half_an_answer_is_none(db, stage, join, clock):
    for answers in ([], RIGHT[:-1], [0, *RIGHT[1:]], [*RIGHT, 1]):
        with pytest.raises(Invalid, match="answer_all"):
            db.write_now(take_quiz, stage.host, "sound", answers=answers)
    with pytest.raises(NotFound):
        db.write_now(take_quiz, stage.host, "shoes", answers=RIGHT)
    with pytest.raises(NotAllowed):
        db.write_now(take_quiz, join("ana"), "sound", answers=RIGHT)
    for _ in range(ATTEMPTS_A_DAY_MAX):
        db.write_now(take_quiz, stage.host, "sound", answers=WRONG)
    with pytest.raises(TooMany, match="quiz_tomorrow"):
        db.write_now(take_quiz, stage.host, "sound", answers=RIGHT)
    clock.advance(DAY_MS)
    assert db.write_now(take_quiz, stage.host, "sound", answers=RIGHT).is_passed


def test_every_regulated_category_has_cards_and_a_quiz_that_can_be_passed():
    assert set(subjects()) == REGULATED <= set(CATEGORIES)
    for subject in subjects().values():
        assert len(subject.cards) >= 3
        assert len(subject.questions) >= 4
        assert all(1 <= question.right <= len(question.options) for question in subject.questions)
        assert len({question.right for question in subject.questions}) > 1, "never always the same place"
