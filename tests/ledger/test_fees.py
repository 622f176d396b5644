import pytest

from livefair import ledger
from livefair.kernel import Conflict
from tests.purse import ready

PURSE = ledger.Purse("escrow:fee-1", "CNY", {"deed": "1"})


def apart(db, payer, minor, *, key="k"):
    wanting = Conflict("fee_not_covered")
    db.write_now(lambda tx: ledger.set_apart(tx, PURSE, (payer, minor), reason="held", key=key, or_else=wanting))


def handed(db, *parts, key="k"):
    db.write_now(lambda tx: ledger.hand_over(tx, PURSE, parts, reason="paid", key=f"paid:{key}"))


def has(db, account):
    return db.read_now(ledger.balance, account, "CNY")


def test_what_is_set_apart_waits_and_is_handed_over_to_each_in_part(db):
    ready(db, "brand", 1_000)
    apart(db, "brand", 700)
    assert (has(db, "payable:brand"), has(db, PURSE.account)) == (300, 700)
    handed(db, ("host", 500), ("mcn", 200), ("nobody", 0))
    assert [has(db, f"payable:{who}") for who in ("host", "mcn", "nobody")] == [500, 200, 0]
    assert has(db, PURSE.account) == 0


def test_a_debt_is_paid_off_first(db):
    ready(db, "brand", 1_000)
    debt = [ledger.Leg("receivable:host", -300), ledger.Leg("goodwill", 300)]
    db.write_now(lambda tx: ledger.post(tx, key="debt", reason="refund", legs=debt))
    apart(db, "brand", 1_000)
    handed(db, ("host", 1_000))
    assert (has(db, "receivable:host"), has(db, "payable:host")) == (0, 700)


def test_nothing_is_taken_from_whoever_has_less(db):
    ready(db, "brand", 99)
    with pytest.raises(Conflict, match="fee_not_covered"):
        apart(db, "brand", 100)
    assert (has(db, "payable:brand"), has(db, PURSE.account)) == (99, 0)


def test_the_same_key_moves_it_once(db):
    ready(db, "brand", 1_000)
    for _ in range(2):
        apart(db, "brand", 400)
        handed(db, ("host", 100))
    assert (has(db, "payable:brand"), has(db, "payable:host")) == (600, 100)


def test_no_more_is_handed_over_than_waits(db):
    ready(db, "brand", 1_000)
    apart(db, "brand", 100)
    with pytest.raises(Conflict):
        handed(db, ("host", 60), ("mcn", 41))
    assert has(db, PURSE.account) == 100
