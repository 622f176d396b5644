import asyncio

import pytest

from livefair import ledger
from livefair.community import remove_review
from livefair.community.events import LicenceAnswered, LicenceAsked, LicenceEnded
from livefair.community.licences import (
    Wish,
    ask_for_licence,
    decline_licence,
    escrow_of,
    grant_licence,
    licences_of_author,
    licences_of_reviews,
    show_in_ad,
    shown_licence,
    take_out_of_ad,
    withdraw_licence,
)
from livefair.community.reviews import shown_review
from livefair.community.rules.licences import ANSWER_WITHIN_MS, DAYS_MAX, FEE_MINOR_MAX
from livefair.governance import decide, publish_shipped_rules, report
from livefair.kernel import DAY_MS, GUEST, SYSTEM, Conflict, Invalid, Money, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.people.notes import my_notes
from livefair.people.organisations import add_member
from livefair.people.removals import hide_or_restore as remove_or_return
from tests.announced import Announced
from tests.community.corner import reviewed
from tests.purse import ready
from tests.stall import set_up

FEE = 9_999
WISH = Wish(Money(FEE), days=30, note="On the product's page and on posters.")


def funded(db, join, minor=20_000, *, name="brand"):
    """A stall whose brand has so much to spend."""
    stall = set_up(db, join, name=name)
    ready(db, stall.brand.organisation_id, minor)
    return stall


def asked(stall, review_id, *, key="ask", wish=WISH):
    return stall.db.write_now(ask_for_licence, stall.brand, review_id, wish, key=key)


def has(db, account):
    return db.read_now(ledger.balance, account, "CNY")


def later(db, clock, ms):
    clock.advance(ms)
    run_due_now(db)


def state_of(db, who):
    return db.read_now(licences_of_author, who)[0].state


def test_a_review_is_advertised_only_while_its_author_allows_it_and_its_whole_fee_is_paid_at_the_end(db, clock, join):
    stall, ana = funded(db, join), join("ana")
    review_id = reviewed(stall, ana, line_id=None)
    facts = Announced(db)
    licence_id = asked(stall, review_id)
    with pytest.raises(Conflict, match="licence_needed"):
        db.write_now(show_in_ad, stall.brand, licence_id)
    assert db.read_now(shown_licence, stall.product_id) is None
    assert (has(db, escrow_of(licence_id)), has(db, f"payable:{stall.brand.organisation_id}")) == (FEE, 20_000 - FEE)
    db.write_now(grant_licence, ana, licence_id)
    db.write_now(show_in_ad, stall.brand, licence_id)
    assert db.read_now(shown_licence, stall.product_id).review_id == review_id
    assert has(db, f"payable:{ana.id}") == 0
    later(db, clock, 30 * DAY_MS)
    assert db.read_now(shown_licence, stall.product_id) is None
    assert (has(db, f"payable:{ana.id}"), has(db, escrow_of(licence_id))) == (FEE, 0)
    with pytest.raises(Conflict, match="licence_needed"):
        db.write_now(show_in_ad, stall.brand, licence_id)
    told = [type(fact) for fact in facts if type(fact) in (LicenceAsked, LicenceAnswered, LicenceEnded)]
    assert told == [LicenceAsked, LicenceAnswered, LicenceEnded]
    assert [note.code for note in db.read_now(my_notes, ana)][:2] == ["licence_ended", "licence_asked"]
    assert db.read_now(my_notes, stall.brand)[0].code == "licence_granted"


@pytest.mark.parametrize("ends", ["declined", "withdrawn", "lapsed", "removed"])
def test_what_is_not_granted_costs_the_brand_nothing(db, clock, join, ends):
    stall, ana = funded(db, join), join("ana")
    review_id = reviewed(stall, ana, line_id=None)
    licence_id = asked(stall, review_id)
    if ends == "declined":
        db.write_now(decline_licence, ana, licence_id)
    elif ends == "withdrawn":
        db.write_now(withdraw_licence, stall.brand, licence_id)
    elif ends == "removed":
        db.write_now(remove_review, ana, review_id)
        run_due_now(db)
    else:
        later(db, clock, ANSWER_WITHIN_MS)
    assert state_of(db, ana) == (ends if ends != "removed" else "lapsed")
    assert (has(db, f"payable:{stall.brand.organisation_id}"), has(db, f"payable:{ana.id}")) == (20_000, 0)
    for act, who in ((grant_licence, ana), (decline_licence, ana), (withdraw_licence, stall.brand)):
        with pytest.raises(Conflict, match="licence_over"):
            db.write_now(act, who, licence_id)


def test_a_review_that_its_author_removes_has_earned_the_days_of_its_use(db, clock, join):
    stall, ana = funded(db, join), join("ana")
    review_id = reviewed(stall, ana, line_id=None)
    licence_id = asked(stall, review_id)
    db.write_now(grant_licence, ana, licence_id)
    db.write_now(show_in_ad, stall.brand, licence_id)
    later(db, clock, 10 * DAY_MS)
    db.write_now(remove_review, ana, review_id)
    run_due_now(db)
    assert db.read_now(shown_licence, stall.product_id) is None
    assert has(db, f"payable:{ana.id}") == FEE // 3
    assert has(db, f"payable:{stall.brand.organisation_id}") == 20_000 - FEE // 3
    later(db, clock, 30 * DAY_MS)
    assert has(db, f"payable:{ana.id}") == FEE // 3, "the end of its time pays nothing again"


def test_a_review_that_moderators_take_away_is_advertised_no_longer(db, clock, join):
    db.write_now(publish_shipped_rules, SYSTEM)
    stall, ana, eve = funded(db, join), join("ana"), join("eve")
    review_id = reviewed(stall, ana, line_id=None)
    licence_id = asked(stall, review_id)
    db.write_now(grant_licence, ana, licence_id)
    db.write_now(show_in_ad, stall.brand, licence_id)
    clock.advance(15 * DAY_MS)
    shown = db.read_now(shown_review, eve, review_id)
    case_id = db.write_now(report, eve, shown, reason="spam", note="", key="r").case_id
    db.write_now(decide, join("mo", "moderator"), case_id, outcome="remove", rule_code="spam", reason="刷屏")
    run_due_now(db)
    assert db.read_now(shown_licence, stall.product_id) is None
    assert has(db, f"payable:{ana.id}") == FEE // 2


@pytest.mark.parametrize(("answered", "state", "paid"), [(False, "lapsed", 0), (True, "ended", FEE // 3)])
def test_the_reviews_of_whoever_moderators_have_removed_are_paid_for_no_longer(db, clock, join, answered, state, paid):
    stall, ana = funded(db, join), join("ana")
    licence_id = asked(stall, reviewed(stall, ana, line_id=None))
    if answered:
        db.write_now(grant_licence, ana, licence_id)
        db.write_now(show_in_ad, stall.brand, licence_id)
    clock.advance(10 * DAY_MS)
    db.write_now(remove_or_return, SYSTEM, ana.id, "case-1")
    run_due_now(db)
    assert (state_of(db, ana), db.read_now(shown_licence, stall.product_id)) == (state, None)
    assert has(db, f"payable:{ana.id}") == paid
    assert has(db, f"payable:{stall.brand.organisation_id}") == 20_000 - paid


def test_one_licence_of_a_review_is_open_and_the_same_key_asks_once(db, join):
    stall, ana = funded(db, join), join("ana")
    review_id = reviewed(stall, ana, line_id=None)
    assert asked(stall, review_id) == asked(stall, review_id)
    with pytest.raises(Conflict, match="licence_open"):
        asked(stall, review_id, key="another")
    assert has(db, f"payable:{stall.brand.organisation_id}") == 20_000 - FEE


def test_a_fee_that_is_not_there_asks_for_nothing(db, join):
    stall, ana = funded(db, join, FEE - 1), join("ana")
    with pytest.raises(Conflict, match="fee_not_covered"):
        asked(stall, reviewed(stall, ana, line_id=None))
    assert db.read_now(licences_of_author, ana) == []


def test_only_the_products_brand_asks_and_only_the_author_answers(db, join):
    stall, other, ana = funded(db, join), funded(db, join, name="other"), join("ana")
    review_id = reviewed(stall, ana, line_id=None)
    for who in (other.brand, ana, GUEST):
        with pytest.raises(NotAllowed, match="brands_only"):
            db.write_now(ask_for_licence, who, review_id, WISH, key="k")
    licence_id = asked(stall, review_id)
    for who in (stall.brand, other.brand, join("eve")):
        for act in (grant_licence, decline_licence):
            with pytest.raises(NotFound):
                db.write_now(act, who, licence_id)
    for who in (other.brand, ana, GUEST):
        for act in (withdraw_licence, show_in_ad, take_out_of_ad):
            with pytest.raises(NotFound):
                db.write_now(act, who, licence_id)


def test_nobody_sells_the_brand_they_work_for_their_own_praise(db, join):
    stall = funded(db, join)
    review_id = reviewed(stall, stall.brand, line_id=None, disclosure="employed")
    with pytest.raises(Conflict, match="not_to_be_licensed"):
        asked(stall, review_id)


def test_who_came_to_work_for_the_brand_later_is_paid_for_no_praise_either(db, join):
    stall, ana = funded(db, join), join("ana")
    review_id = reviewed(stall, ana, line_id=None)
    db.write_now(add_member, stall.brand, stall.brand.organisation_id, ana.id)
    with pytest.raises(Conflict, match="not_to_be_licensed"):
        asked(stall, review_id)
    assert has(db, f"payable:{stall.brand.organisation_id}") == 20_000


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"fee": Money(0)}, "fee"),
        ({"fee": Money(FEE_MINOR_MAX + 1)}, "fee"),
        ({"days": 0}, "days"),
        ({"days": DAYS_MAX + 1}, "days"),
        ({"note": " "}, "note"),
    ],
)
def test_a_wish_says_a_fee_a_time_and_a_use(db, join, wrong, field):
    stall, ana = funded(db, join), join("ana")
    with pytest.raises(Invalid) as refused:
        asked(stall, reviewed(stall, ana, line_id=None), wish=WISH._replace(**wrong))
    assert refused.value.params["field"] == field


def test_one_review_of_a_product_is_advertised_at_a_time(db, join):
    stall = funded(db, join, 3 * FEE)
    ids = {}
    for name in ("ana", "bo"):
        who = join(name)
        ids[name] = asked(stall, reviewed(stall, who, key=name, line_id=None), key=name)
        db.write_now(grant_licence, who, ids[name])
        db.write_now(show_in_ad, stall.brand, ids[name])
    assert db.read_now(shown_licence, stall.product_id).id == ids["bo"]
    db.write_now(take_out_of_ad, stall.brand, ids["bo"])
    assert db.read_now(shown_licence, stall.product_id) is None


async def test_grant_and_withdrawal_at_one_moment_end_in_one_of_the_two(db, join):
    stall, ana = funded(db, join), join("ana")
    review_id = reviewed(stall, ana, line_id=None)
    licence_id = asked(stall, review_id)
    acts = [(grant_licence, ana), (withdraw_licence, stall.brand), (decline_licence, ana), (grant_licence, ana)]
    ended = await asyncio.gather(*(db.write(act, who, licence_id) for act, who in acts), return_exceptions=True)
    assert [one for one in ended if not isinstance(one, Conflict)] == [None]
    [licence] = db.read_now(licences_of_reviews, stall.brand.organisation_id, [review_id]).values()
    back = 0 if licence.state == "granted" else FEE
    assert has(db, f"payable:{stall.brand.organisation_id}") == 20_000 - FEE + back
