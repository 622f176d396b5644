from typing import NamedTuple

import pytest
from sqlalchemy import bindparam, update

from livefair import ledger
from livefair.kernel import DAY_MS, SYSTEM, Actor, Conflict, Invalid, NotAllowed, NotFound, TooMany, change
from livefair.kernel.runner import run_due_now
from livefair.people import actor_of, found_organisation
from livefair.people.notes import my_notes
from livefair.people.organisations import add_member
from livefair.value import check
from livefair.value.contest_book import all_contests, contest_called, contested_lines, my_contests
from livefair.value.contests import Answer, Objection, answer, contest, reply, withdraw
from livefair.value.models import CONTEST
from tests.value.shopping import buy_and_keep, deliver, line, owned, pay, refund, wait


class Sides(NamedTuple):
    host: Actor
    brand: Actor
    operator: Actor


@pytest.fixture
def sides(db, join):
    founder = join("brand")
    db.write_now(found_organisation, founder, kind="brand", name="House")
    return Sides(join("hana", "host"), db.read_now(actor_of, founder.id), join("olga", "operator"))


def sold(sides, **more):
    parts = {"host_id": sides.host.id, "mcn_id": None, "mcn_share_bp": 0, "reviewer_id": None, "review_id": None}
    return line(**parts | more)


def kept(db, sides):
    """A line whose shares were handed over. Returns its id."""
    bought = sold(sides)
    buy_and_keep(db, bought, brand_id=sides.brand.organisation_id)
    return bought.line_id


def said(line_id, minor=300):
    return Objection(line_id, minor, "约定是 18%，这里只有 15%")


def balances(db, sides):
    brand = sides.brand.organisation_id
    return tuple(
        db.read_now(ledger.balance, account)
        for account in (f"payable:{sides.host.id}", f"payable:{brand}", f"reserve:{brand}")
    )


def test_what_is_asked_for_is_set_apart_until_an_operator_grants_a_part_of_it(db, sides):
    line_id = kept(db, sides)
    host, brand, none = balances(db, sides)
    found = db.write_now(contest, sides.host, said(line_id))
    assert balances(db, sides) == (host, brand - 300, 300)
    db.write_now(reply, sides.brand, found.id, words="15% 是签了字的")
    db.write_now(answer, sides.operator, found.id, Answer("mended", "第 2 版写的是 17%", 200))
    assert balances(db, sides) == (host + 200, brand - 200, none)
    [mine] = db.read_now(my_contests, sides.host)
    assert (mine.outcome, mine.granted_minor, mine.reply) == ("mended", 200, "15% 是签了字的")
    assert db.read_now(contested_lines, sides.host.id) == {line_id}
    codes = [[note.code for note in db.read_now(my_notes, who)] for who in (sides.host, sides.brand)]
    assert [set(each) for each in codes] == [
        {"contest_mended", "contest_replied"},
        {"contest_mended", "contest_opened"},
    ]


@pytest.mark.parametrize("end", ["stands", "withdrawn"])
def test_what_stands_or_is_withdrawn_gives_everything_back(db, sides, end):
    line_id = kept(db, sides)
    before = balances(db, sides)
    found = db.write_now(contest, sides.host, said(line_id))
    if end == "stands":
        db.write_now(answer, sides.operator, found.id, Answer("stands", "签的就是 15%"))
    else:
        db.write_now(withdraw, sides.host, found.id)
    assert balances(db, sides) == before
    assert db.read_now(contest_called, found.id).outcome == end
    for again in (
        lambda: db.write_now(answer, sides.operator, found.id, Answer("mended", "再看", 1)),
        lambda: db.write_now(withdraw, sides.host, found.id),
        lambda: db.write_now(reply, sides.brand, found.id, words="好"),
    ):
        with pytest.raises(Conflict, match="contest_over"):
            again()


def test_the_other_side_may_simply_agree(db, sides):
    line_id = kept(db, sides)
    host, brand, _ = balances(db, sides)
    found = db.write_now(contest, sides.host, said(line_id))
    db.write_now(reply, sides.brand, found.id, words="对，是我们填错了", agrees=True)
    assert balances(db, sides) == (host + 300, brand - 300, 0)
    assert db.read_now(contest_called, found.id).outcome == "mended"


def test_before_its_release_nothing_moves_and_with_it_what_was_granted_does(db, sides):
    brand_id = sides.brand.organisation_id
    granted, still_open = sold(sides), sold(sides)
    order_id = pay(db, granted, still_open, brand_id=brand_id)
    one, two = (db.write_now(contest, sides.host, said(each.line_id)) for each in (granted, still_open))
    db.write_now(answer, sides.operator, one.id, Answer("mended", "是 18%", 300))
    assert balances(db, sides) == (0, 0, 0)
    deliver(db, order_id, granted, still_open)
    wait(db)
    host, brand, apart = balances(db, sides)
    assert (host, apart) == (2 * 1_500 + 300, 300)
    db.write_now(answer, sides.operator, two.id, Answer("stands", "这一行没错"))
    assert balances(db, sides) == (host, brand + 300, 0)


def test_nobodys_money_is_kept_back_for_longer_than_fourteen_days(db, sides, clock):
    line_id = kept(db, sides)
    before = balances(db, sides)
    found = db.write_now(contest, sides.host, said(line_id))
    clock.advance(14 * DAY_MS)
    run_due_now(db)
    assert balances(db, sides) == before
    assert db.read_now(contest_called, found.id).ended_at_ms is None, "it still waits for its answer"
    db.write_now(answer, sides.operator, found.id, Answer("mended", "是 18%", 300))
    assert balances(db, sides) == (before[0] + 300, before[1] - 300, 0)


def test_what_does_not_stand_ready_is_not_set_apart_and_not_granted(db, sides):
    line_id, brand = kept(db, sides), f"payable:{sides.brand.organisation_id}"
    ready = db.read_now(ledger.free, brand)
    legs = [ledger.Leg(brand, 100 - ready), ledger.Leg("bank", ready - 100)]
    db.write_now(lambda tx: ledger.post(tx, key="p", reason="payout", legs=legs))
    found = db.write_now(contest, sides.host, said(line_id))
    assert balances(db, sides)[1:] == (0, 100)
    with pytest.raises(Conflict, match="contest_not_covered"):
        db.write_now(answer, sides.operator, found.id, Answer("mended", "是 18%", 101))
    db.write_now(answer, sides.operator, found.id, Answer("mended", "先补这些", 100))
    assert balances(db, sides)[1:] == (0, 0)


def test_a_refund_meanwhile_takes_its_part_and_everything_still_adds_up(db, sides):
    bought = sold(sides)
    order_id = buy_and_keep(db, bought, brand_id=sides.brand.organisation_id)
    found = db.write_now(contest, sides.host, said(bought.line_id))
    refund(db, order_id, {bought.line_id: 10_000})
    db.write_now(answer, sides.operator, found.id, Answer("stands", "已全额退款"))
    assert set(owned(db, sides.host.id, sides.brand.organisation_id).values()) == {0}


def test_a_refund_after_an_objection_was_right_gives_back_what_it_moved_in_the_same_measure(db, sides):
    bought = sold(sides)
    host_id, brand_id = sides.host.id, sides.brand.organisation_id
    order_id = buy_and_keep(db, bought, brand_id=brand_id)
    before = owned(db, host_id, brand_id)
    found = db.write_now(contest, sides.host, said(bought.line_id))
    db.write_now(answer, sides.operator, found.id, Answer("mended", "是 18%", 299))
    assert owned(db, host_id, brand_id) == {host_id: before[host_id] + 299, brand_id: before[brand_id] - 299}
    refund(db, order_id, {bought.line_id: 5_000}, "half")
    half = owned(db, host_id, brand_id)
    assert half[host_id] - 149 == (before[host_id] + 1) // 2
    refund(db, order_id, {bought.line_id: 5_000}, "rest")
    assert set(owned(db, host_id, brand_id).values()) == {0}
    assert db.read_now(contest_called, found.id).taken_back_minor == 299


def test_each_line_is_contested_once_by_those_who_have_a_share_of_it(db, sides, join):
    line_id = kept(db, sides)
    with pytest.raises(NotFound):
        db.write_now(contest, join("eve", "host"), said(line_id))
    with pytest.raises(NotFound):
        db.write_now(contest, sides.host, said("nothing"))
    for bad, code in ((said(line_id, 0), "out_of_range"), (said(line_id, 10_000), "out_of_range")):
        with pytest.raises(Invalid, match=code):
            db.write_now(contest, sides.host, bad)
    with pytest.raises(Invalid, match="empty"):
        db.write_now(contest, sides.host, said(line_id)._replace(words=" "))
    found = db.write_now(contest, sides.host, said(line_id))
    with pytest.raises(Conflict, match="contested_already"):
        db.write_now(contest, sides.host, said(line_id))
    for who in (sides.host, join("zoe")):
        with pytest.raises((NotAllowed, NotFound)):
            db.write_now(reply, who, found.id, words="嗯")
        with pytest.raises(NotAllowed, match="operators_only"):
            db.write_now(answer, who, found.id, Answer("stands", "嗯"))
    with pytest.raises(NotAllowed, match="not_yours"):
        db.write_now(withdraw, sides.brand, found.id)
    db.write_now(reply, sides.brand, found.id, words="嗯")
    with pytest.raises(Conflict, match="replied_already"):
        db.write_now(reply, sides.brand, found.id, words="还有")


def test_an_operator_on_one_side_leaves_it_to_another(db, sides, join):
    selling = join("omar", "operator", "host")
    mine = sides._replace(host=selling)
    found = db.write_now(contest, selling, said(kept(db, mine)))
    with pytest.raises(NotAllowed, match="not_impartial"):
        db.write_now(answer, selling, found.id, Answer("mended", "我说了算", 300))
    assert [each.id for each in db.read_now(all_contests, sides.operator)] == [found.id]


def test_so_many_wait_at_once_and_what_is_old_is_not_contested_any_more(db, sides, clock):
    lines = [kept(db, sides) for _ in range(6)]
    for line_id in lines[:5]:
        db.write_now(contest, sides.host, said(line_id, 1))
    with pytest.raises(TooMany, match="too_many_contests"):
        db.write_now(contest, sides.host, said(lines[5], 1))
    db.write_now(withdraw, sides.host, db.read_now(my_contests, sides.host)[0].id)
    clock.advance(200 * DAY_MS)
    with pytest.raises(Conflict, match="contest_too_late"):
        db.write_now(contest, sides.host, said(lines[5], 1))


def test_an_objection_that_paid_more_than_was_granted_is_found_out(db, sides):
    found = db.write_now(contest, sides.host, said(kept(db, sides)))
    db.write_now(answer, sides.operator, found.id, Answer("mended", "是 18%", 300))
    with pytest.raises(RuntimeError, match="stop here"):
        db.write_now(_shrink_and_look, SYSTEM, found.id)


_SHRINK = change(update(CONTEST).where(CONTEST.c.id == bindparam("one")).values(granted_minor=299))


def _shrink_and_look(tx, actor, contest_id):
    tx.change(_SHRINK, one=contest_id)
    assert check(tx) == [f"value: contest {contest_id} paid more than was granted"]
    raise RuntimeError("stop here")


def test_several_who_contest_one_line_have_no_more_of_the_other_sides_share_than_it_is(db, sides, join):
    mcn, brand = join("mia"), f"payable:{sides.brand.organisation_id}"
    bought = sold(sides, mcn_id=mcn.id, mcn_share_bp=2_000)
    buy_and_keep(db, bought, brand_id=sides.brand.organisation_id)
    share = db.read_now(ledger.free, brand)
    db.write_now(lambda tx: ledger.post(tx, key="f", reason="gift", legs=earned(brand, 50_000)))
    one = db.write_now(contest, sides.host, said(bought.line_id, share))
    two = db.write_now(contest, mcn, said(bought.line_id, share))
    assert balances(db, sides)[1:] == (50_000, share)
    db.write_now(answer, sides.operator, one.id, Answer("mended", "是", share - 100))
    with pytest.raises(Conflict, match="contest_not_covered"):
        db.write_now(answer, sides.operator, two.id, Answer("mended", "是", 101))
    db.write_now(answer, sides.operator, two.id, Answer("mended", "是", 100))
    assert balances(db, sides)[1:] == (50_000, 0)
    assert db.read_now(check) == []


def earned(payable, minor):
    return [ledger.Leg("goodwill", -minor), ledger.Leg(payable, minor)]


def test_of_a_line_that_went_back_nothing_is_granted_out_of_other_money(db, sides):
    bought, brand = sold(sides), f"payable:{sides.brand.organisation_id}"
    order_id = buy_and_keep(db, bought, brand_id=sides.brand.organisation_id)
    found = db.write_now(contest, sides.host, said(bought.line_id))
    refund(db, order_id, {bought.line_id: 10_000})
    db.write_now(lambda tx: ledger.post(tx, key="f", reason="gift", legs=earned(brand, 5_000)))
    with pytest.raises(Conflict, match="contest_not_covered"):
        db.write_now(answer, sides.operator, found.id, Answer("mended", "是 18%", 300))
    assert balances(db, sides)[1] + balances(db, sides)[2] == 5_000


def test_what_is_contested_long_before_its_release_is_set_apart_for_fourteen_days_after_it(db, sides, clock):
    bought = sold(sides)
    order_id = pay(db, bought, brand_id=sides.brand.organisation_id)
    found = db.write_now(contest, sides.host, said(bought.line_id))
    wait(db, 20 * DAY_MS)
    deliver(db, order_id, bought)
    wait(db)
    assert balances(db, sides)[2] == 300
    assert db.read_now(contest_called, found.id).due_at_ms == db.clock() + 14 * DAY_MS
    wait(db, 14 * DAY_MS)
    assert balances(db, sides)[2] == 0


def test_a_member_who_does_not_own_the_organisation_gives_nothing_of_its_money_away(db, sides, join):
    member = join("mo")
    db.write_now(add_member, sides.brand, sides.brand.organisation_id, member.id)
    member = db.read_now(actor_of, member.id)
    found = db.write_now(contest, sides.host, said(kept(db, sides)))
    with pytest.raises(NotAllowed, match="owners_only"):
        db.write_now(reply, member, found.id, words="好", agrees=True)
    db.write_now(reply, member, found.id, words="我去问")
