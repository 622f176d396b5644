import pytest

from livefair import ledger
from livefair.kernel import DAY_MS, GUEST, Actor, Conflict, Invalid, NotAllowed, NotFound
from livefair.people.notes import my_notes
from livefair.value.pool.appeals import all_appeals, answer_appeal, appeal, my_appeals
from livefair.value.pool.book import parts_of_period
from tests.value.pool.parties import OPERATOR, RULE, Town
from tests.value.shopping import owned


@pytest.fixture
def town(db, join):
    return Town(db, join)


@pytest.fixture
def period(town):
    town.evening()
    return town.close()


@pytest.fixture
def carl(town):
    return Actor(town.ids["carl"])


def test_who_appeals_in_time_is_answered_and_paid_by_the_house_alone(db, town, period, carl):
    appeal_id = db.write_now(appeal, carl, period.id, words="my second video is missing")
    before = {part.party: part.planned_minor for part in db.read_now(parts_of_period, period.id)}
    db.write_now(answer_appeal, OPERATOR, appeal_id, words="so it is", granted_minor=77)
    assert owned(db, carl.id) == {carl.id: 77}
    assert db.read_now(ledger.balance, "goodwill") == -77
    town.pay(period)
    assert owned(db, *before) == before | {carl.id: before[carl.id] + 77}
    assert [note.code for note in db.read_now(my_notes, carl)] == ["pool_mended", "pool_part"]


def test_what_stands_moves_nothing(db, period, carl):
    appeal_id = db.write_now(appeal, carl, period.id, words="more")
    db.write_now(answer_appeal, OPERATOR, appeal_id, words="no")
    [answered] = db.read_now(my_appeals, carl)
    assert (answered.outcome, answered.answer, answered.granted_minor) == ("stands", "no", 0)
    assert owned(db, carl.id) == {carl.id: 0}


def test_one_appeal_for_each_period_and_one_answer(db, period, carl):
    appeal_id = db.write_now(appeal, carl, period.id, words="more")
    with pytest.raises(Conflict, match="appealed_already"):
        db.write_now(appeal, carl, period.id, words="more")
    db.write_now(answer_appeal, OPERATOR, appeal_id, words="yes", granted_minor=1)
    with pytest.raises(Conflict, match="appeal_over"):
        db.write_now(answer_appeal, OPERATOR, appeal_id, words="yes", granted_minor=1)
    assert owned(db, carl.id) == {carl.id: 1}


def test_after_the_time_for_appeals_it_is_too_late(db, clock, period, carl):
    clock.advance(RULE.appeal_days * DAY_MS)
    with pytest.raises(Conflict, match="appeal_too_late"):
        db.write_now(appeal, carl, period.id, words="more")


def test_only_who_has_a_part_can_appeal(db, join, period):
    with pytest.raises(NotFound):
        db.write_now(appeal, join("eve"), period.id, words="me too")
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.write_now(appeal, GUEST, period.id, words="me too")


def test_no_operator_answers_their_own_and_nobody_else_answers(db, period, carl):
    appeal_id = db.write_now(appeal, carl, period.id, words="more")
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(answer_appeal, carl, appeal_id, words="yes", granted_minor=1)
    with pytest.raises(NotAllowed, match="not_impartial"):
        db.write_now(answer_appeal, Actor(carl.id, frozenset({"operator"})), appeal_id, words="yes", granted_minor=1)
    with pytest.raises(NotAllowed, match="operators_only"):
        db.read_now(all_appeals, carl)


@pytest.mark.parametrize("minor", [-1, 10**6])
def test_no_more_is_granted_than_the_period_had(db, period, carl, minor):
    appeal_id = db.write_now(appeal, carl, period.id, words="more")
    with pytest.raises(Invalid, match="out_of_range"):
        db.write_now(answer_appeal, OPERATOR, appeal_id, words="yes", granted_minor=minor)


def test_words_are_needed(db, period, carl):
    with pytest.raises(Invalid, match="empty"):
        db.write_now(appeal, carl, period.id, words="  ")
