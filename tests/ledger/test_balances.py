from livefair import ledger
from livefair.ledger import Balance, Leg


def test_an_account_never_posted_to_stands_at_0(db):
    assert db.read_now(ledger.balance, "payable:nobody") == 0
    assert db.read_now(ledger.balance, "bank") == 0
    assert db.read_now(ledger.free, "payable:nobody") == 0


def test_balances_of_several_accounts_come_by_name(db):
    legs = [Leg("bank", -30), Leg("payable:p", 10), Leg("reserve:p", 20)]
    db.write_now(lambda tx: ledger.post(tx, key="k", reason="r", legs=legs))
    assert db.read_now(ledger.kept_balances, ledger.accounts_of("p")) == {
        "payable:p": Balance("payable:p", "CNY", 10, 0),
        "reserve:p": Balance("reserve:p", "CNY", 20, 0),
    }
