import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import DAY_MS, SYSTEM, Conflict, NotAllowed
from livefair.kernel.runner import dead_letters
from livefair.kernel.signing import SIGNATURE_HEADER, sign
from livefair.value.payouts.local_provider import BEHAVIOURS, take_transfer, verify_word
from livefair.value.payouts.providers import Order
from tests.value.payouts.paying import KEY, READY, Door, account, ask, earn, newest, stands, work

ENDS = {
    "": "paid",
    "TESTSLOW": "paid",
    "TESTTWICE": "paid",
    "TESTLATE": "paid",
    "TESTCLOSED": "failed",
    "TESTNAME": "failed",
    "TESTRETURN": "returned",
    "TESTSILENT": "sending",
}


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_each_way_of_a_bank_ends_as_it_should(db, clock, behaviour):
    earn(db)
    account(db, number=f"{behaviour}12345678")
    ask(db)
    for _ in range(6):
        work(db)
        clock.advance(DAY_MS)
    assert newest(db).state == ENDS[behaviour]
    in_bank = READY if ENDS[behaviour] == "paid" else 0
    assert stands(db)[4] == in_bank
    assert newest(db).reference.startswith("LP")


def test_what_is_not_heard_is_said_again(db, clock):
    earn(db)
    account(db)
    ask(db)
    door = Door(db, closed=True)
    work(db, door=door)
    assert newest(db).state == "sending"
    assert len(door.heard) == 1
    clock.advance(DAY_MS)
    work(db)
    assert newest(db).state == "paid"
    assert db.read_now(dead_letters) == []


def test_the_same_payout_is_one_transfer_and_another_amount_is_refused(db):
    order = Order("p", 100, "CNY", "A", "12345678")
    first = db.write_now(take_transfer, SYSTEM, order)
    assert db.write_now(take_transfer, SYSTEM, order) == first
    with pytest.raises(Conflict, match="key_reused"):
        db.write_now(take_transfer, SYSTEM, Order("p", 101, "CNY", "A", "12345678"))


def test_an_order_shows_neither_number_nor_name():
    assert "12345678" not in repr(Order("p", 100, "CNY", "Ann", "12345678"))
    assert "Ann" not in repr(Order("p", 100, "CNY", "Ann", "12345678"))


@given(st.binary(max_size=200), st.text(max_size=100))
def test_no_bytes_get_past_the_signature(body, signature):
    with pytest.raises(NotAllowed, match="bad_signature"):
        verify_word(KEY, {SIGNATURE_HEADER: signature}, body, now_ms=0)


def test_a_changed_or_old_word_is_refused():
    body = b'{"payout_id":"p","outcome":"paid","amount_minor":1,"currency":"CNY"}'
    signature = sign(KEY, body, now_ms=10**12)
    assert verify_word(KEY, {SIGNATURE_HEADER: signature}, body, now_ms=10**12).outcome == "paid"
    for changed, now_ms in ((body + b" ", 10**12), (body, 10**12 + DAY_MS)):
        with pytest.raises(NotAllowed, match="bad_signature"):
            verify_word(KEY, {SIGNATURE_HEADER: signature}, changed, now_ms=now_ms)
