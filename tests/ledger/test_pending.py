import pytest

from livefair import ledger
from livefair.kernel import SYSTEM, Conflict, Invalid, NotFound
from livefair.ledger import Leg, Reservation
from livefair.ledger.pending import expire_holds


@pytest.fixture
def payable(db):
    legs = [Leg("psp_clearing", -100), Leg("payable:p", 100)]
    db.write_now(lambda tx: ledger.post(tx, key="start", reason="start", legs=legs))


def hold(db, minor=60, key="h", **more):
    of = Reservation("payable:p", "bank", minor, **more)
    return db.write_now(lambda tx: ledger.hold(tx, key=key, reason="payout", of=of))


def settle(db, pending, minor=None):
    return db.write_now(lambda tx: ledger.settle(tx, pending.id, minor=minor))


def void(db, pending):
    return db.write_now(lambda tx: ledger.void(tx, pending.id))


def stands(db):
    """Balance of the payable, what of it is free, and the bank's balance."""
    return db.read_now(
        lambda tx: (ledger.balance(tx, "payable:p"), ledger.free(tx, "payable:p"), ledger.balance(tx, "bank"))
    )


@pytest.mark.usefixtures("payable")
def test_what_is_held_is_not_gone_and_not_free(db):
    hold(db)
    assert stands(db) == (100, 40, 0)


@pytest.mark.usefixtures("payable")
def test_what_is_held_cannot_be_spent_nor_held_again(db):
    hold(db)
    with pytest.raises(Conflict, match="insufficient_funds"):
        hold(db, 41, "h2")
    legs = [Leg("payable:p", -41), Leg("psp_clearing", 41)]
    with pytest.raises(Conflict, match="insufficient_funds"):
        db.write_now(lambda tx: ledger.post(tx, key="spend", reason="spend", legs=legs))


@pytest.mark.usefixtures("payable")
def test_settling_moves_what_was_held(db):
    settled = settle(db, hold(db))
    assert (settled.phase, stands(db)) == ("settled", (40, 40, 60))


@pytest.mark.usefixtures("payable")
def test_settling_less_sets_the_rest_free(db):
    settle(db, hold(db), 50)
    assert stands(db) == (50, 50, 50)


@pytest.mark.usefixtures("payable")
def test_no_more_is_settled_than_was_held(db):
    pending = hold(db)
    with pytest.raises(Conflict, match="over_held minor=61 held=60"):
        settle(db, pending, 61)
    assert stands(db) == (100, 40, 0)


@pytest.mark.usefixtures("payable")
def test_voiding_sets_all_free(db):
    void(db, hold(db))
    assert stands(db) == (100, 100, 0)


@pytest.mark.usefixtures("payable")
@pytest.mark.parametrize("again", [void, lambda db, pending: settle(db, pending, 59)])
def test_a_hold_is_resolved_once(db, again):
    pending = hold(db)
    settle(db, pending)
    with pytest.raises(Conflict, match="already_resolved phase=settled"):
        again(db, pending)
    assert stands(db) == (40, 40, 60)


@pytest.mark.usefixtures("payable")
@pytest.mark.parametrize("resolve", [settle, void])
def test_the_same_resolution_again_is_the_earlier_one(db, resolve):
    pending = hold(db)
    assert resolve(db, pending) == resolve(db, pending)


@pytest.mark.usefixtures("payable")
def test_the_same_hold_again_is_the_earlier_one_and_another_under_its_key_is_refused(db):
    assert hold(db) == hold(db)
    with pytest.raises(Conflict, match="key_reused"):
        hold(db, 61)
    assert stands(db) == (100, 40, 0)


@pytest.mark.usefixtures("payable")
def test_a_hold_expires_at_its_time_and_only_then(db, clock):
    pending = hold(db, expires_at_ms=clock() + 1000)
    db.write_now(expire_holds, SYSTEM)
    assert stands(db) == (100, 40, 0)
    clock.advance(1000)
    db.write_now(expire_holds, SYSTEM)
    db.write_now(expire_holds, SYSTEM)
    assert stands(db) == (100, 100, 0)
    assert db.read_now(ledger.resolution_of, pending.id) == "expired"
    with pytest.raises(Conflict, match="already_resolved phase=expired"):
        settle(db, pending)


@pytest.mark.usefixtures("payable")
def test_money_can_be_held_on_an_account_without_bounds(db):
    of = Reservation("bank", "goodwill", 10)
    pending = db.write_now(lambda tx: ledger.hold(tx, key="open", reason="gift", of=of))
    settle(db, pending)
    assert db.read_now(ledger.balance, "goodwill") == 10


@pytest.mark.parametrize("minor", [0, -1])
def test_nothing_and_less_than_nothing_cannot_be_held(db, minor):
    with pytest.raises(Invalid, match="amount_not_positive"):
        hold(db, minor)


def test_what_is_not_a_hold_is_not_resolved(db):
    with pytest.raises(NotFound):
        db.write_now(lambda tx: ledger.void(tx, "nothing"))
