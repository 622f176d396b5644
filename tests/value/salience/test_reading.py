"""The salience of groups from facts: what waits, what is sold with whom, and how sure the class is."""

import pytest

from livefair.governance.events import AppealDecided, CaseDecided
from livefair.kernel import DAY_MS, HOUR_MS, SYSTEM, NotAllowed
from livefair.live.events import QuestionAsked, QuestionDismissed, QuestionHidden
from livefair.live.events_of_talk import QuestionsMerged
from livefair.shop.events import OrderPaid, OrderRefunded, PaidLine, RefundRequested
from livefair.value.salience import GROUPS, salience
from livefair.value.salience.evidence import Buyer, Evidence
from livefair.value.salience.reading import chances_of, power_of, rows_of
from tests.value.indicators.log import log, made
from tests.value.surveys.people import asked, crowd, draw, receive, say

NAMES = [f"b{number}" for number in range(30)]


@pytest.fixture
def operator(join):
    return join("op", "operator")


def sell(tx, actor, *, with_host):
    for number, name in enumerate(NAMES):
        host = "h1" if number < with_host else None
        line = made(PaidLine, line_id=tx.new_id(), amount_minor=1_000, quantity=1, host_id=host, mcn_id=None)
        tx.announce(made(OrderPaid, order_id=tx.new_id(), buyer_id=name, brand_id="x", currency="CNY", lines=[line]))


def claim(tx, actor, *, count):
    for number in range(count):
        tx.announce(made(RefundRequested, refund_id=f"r{number}", order_id="o", buyer_id=NAMES[0], brand_id="x"))


def settle(tx, actor, *, count):
    for number in range(count):
        tx.announce(made(OrderRefunded, refund_id=f"r{number}", order_id="o", currency="CNY", lines=[]))


def of(db, operator, code):
    return next(one for one in db.read_now(salience, operator).groups if one.code == code)


def test_an_empty_place_has_no_salient_group(db, operator):
    groups = db.read_now(salience, operator).groups
    assert [one.code for one in groups] == list(GROUPS)
    assert {one.letters for one in groups} == {""}


def test_claims_that_wait_too_long_make_customers_definitive_and_settling_them_undoes_it(db, operator):
    db.write_now(sell, SYSTEM, with_host=10)
    assert of(db, operator, "customer").name == "dominant"
    db.write_now(claim, SYSTEM, count=20)
    db.clock.advance(4 * DAY_MS)
    late = of(db, operator, "customer")
    assert (late.name, late.waiting) == ("definitive", {"refund": 20})
    assert late.chances["definitive"] > 0.9
    assert 0 < late.days["definitive"] < 0.5
    db.write_now(settle, SYSTEM, count=20)
    db.clock.advance(HOUR_MS)
    assert of(db, operator, "customer").name == "dominant"


def test_hosts_have_as_much_power_as_sales_come_only_by_them(db, operator):
    db.write_now(sell, SYSTEM, with_host=15)
    host = of(db, operator, "host")
    # Half of the sales, and all of those buyers bought in no other way.
    assert host.scores.power == 1
    db.write_now(sell, SYSTEM, with_host=0)
    assert of(db, operator, "host").scores.power == pytest.approx(0.25)


def test_only_operators_and_researchers_read_it(db, join):
    with pytest.raises(NotAllowed):
        db.read_now(salience, join("host", "host"))


def test_what_people_say_counts_from_twenty_people_on_and_not_from_twenty_answers(db, join):
    scholar = join("scholar", "researcher")
    people = crowd(db, 20)
    survey = asked(db, scholar, items=["cf2", "ce1"])
    for _week in range(3):
        db.write_now(receive, SYSTEM, people[:7])
        db.clock.advance(7 * DAY_MS)
        draw(db, survey)
        for person in people[:7]:
            say(db, person)
    assert of(db, scholar, "customer").perceived is None


def test_what_has_waited_for_longer_than_the_days_that_are_counted_still_waits(db, operator):
    db.write_now(claim, SYSTEM, count=20)
    db.clock.advance(40 * DAY_MS)
    assert of(db, operator, "customer").waiting == {"refund": 20}


def test_questions_that_were_set_aside_hidden_or_merged_wait_no_more(db, operator):
    log(db, *(made(QuestionAsked, question_id=name) for name in "abcd"))
    ends = ((QuestionDismissed, "a"), (QuestionHidden, "b"), (QuestionsMerged, "c"))
    log(db, *(made(kind, question_id=name) for kind, name in ends))
    assert of(db, operator, "customer").waiting == {"question": 1}


def test_a_decision_that_was_overturned_says_nothing_against_a_group(db, operator):
    log(db, *(made(CaseDecided, case_id=name, subject_kind="product", outcome="remove") for name in "ab"))
    log(db, made(AppealDecided, case_id="a", subject_kind="product", outcome="overturned"))
    assert of(db, operator, "brand").upheld == 1


def test_a_class_is_as_sure_as_the_draws_that_give_it():
    alike = [Buyer(1_000, 1_000, True)] * 500
    assert power_of(rows_of(alike)) == 1
    assert chances_of(Evidence(alike, 0, 0, 0.0, None, None), []) == {"dormant": 1.0}
    # Half of the sales and nobody alone: the score stands on the bound, and half of the draws are above it.
    mixed = [Buyer(1_000, 1_000 * (number % 2), False) for number in range(2_000)]
    assert power_of(rows_of(mixed)) == pytest.approx(0.5)
    chances = chances_of(Evidence(mixed, 0, 0, 0.0, None, None), [])
    assert chances["dormant"] == pytest.approx(0.5, abs=0.12)
