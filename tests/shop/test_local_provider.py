import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import due_talking_jobs
from livefair.kernel.signing import SIGNATURE_HEADER, TOLERANCE_MS, sign
from livefair.shop.local_provider import (
    LocalProvider,
    charge,
    charge_of,
    notification_of,
    return_money,
)
from livefair.shop.payments import Notification
from tests.stall import check_out_cart, put_in_cart, set_up

KEY = b"secret of the provider"


def provider():
    return LocalProvider(db=None, http=None, notify_url="http://127.0.0.1/", key=KEY)


def told(body, *, now_ms, signature):
    return provider().verify({SIGNATURE_HEADER: signature}, body, now_ms=now_ms)


@pytest.fixture
def payment(db, join):
    stall, ana = set_up(db, join), join("ana")
    put_in_cart(stall, ana)
    return ana, check_out_cart(db, ana)


def test_a_card_is_charged_once_however_often_it_is_clicked(db, payment):
    ana, payment_id = payment
    for _ in range(3):
        db.write_now(charge, ana, payment_id, behaviour="pay")
    kinds = [due.kind for due in db.read_now(due_talking_jobs, most=10)]
    assert kinds.count("shop.notify") == 1


def test_nobody_pays_for_a_payment_of_others(db, payment, join):
    with pytest.raises(NotFound):
        db.write_now(charge, join("eve"), payment[1], behaviour="pay")


def test_money_goes_back_once_per_key_and_never_more_than_was_charged(db, payment):
    ana, payment_id = payment
    db.write_now(charge, ana, payment_id, behaviour="pay")
    for _ in range(2):
        db.write_now(return_money, SYSTEM, payment_id, amount_minor=9000, key="one")
    with pytest.raises(Conflict, match="more_than_was_charged"):
        db.write_now(return_money, SYSTEM, payment_id, amount_minor=901, key="two")
    db.write_now(return_money, SYSTEM, payment_id, amount_minor=900, key="two")


def test_its_own_word_is_read_and_a_changed_or_old_one_is_not(db, payment, clock):
    ana, payment_id = payment
    db.write_now(charge, ana, payment_id, behaviour="pay")
    body = notification_of(db.read_now(charge_of, payment_id))
    signature = sign(KEY, body, now_ms=clock())
    word = told(body, now_ms=clock(), signature=signature)
    assert word == Notification(payment_id, "succeeded", 9900, "CNY")
    for changed, now_ms in [(body + b" ", clock()), (body, clock() + TOLERANCE_MS + 1)]:
        with pytest.raises(NotAllowed, match="bad_signature"):
            told(changed, now_ms=now_ms, signature=signature)


@given(st.text(max_size=100))
def test_no_words_in_place_of_a_signature_get_past_it(words):
    with pytest.raises(NotAllowed):
        told(b"{}", now_ms=5, signature=f"t=5,v1={words}")


@given(st.binary(max_size=200), st.text(max_size=100))
def test_no_bytes_get_past_the_signature(body, signature):
    with pytest.raises(NotAllowed):
        told(body, now_ms=0, signature=signature)


@given(st.binary(max_size=200))
def test_signed_nonsense_is_refused_as_nonsense(body):
    with pytest.raises(Invalid):
        told(body, now_ms=5, signature=sign(KEY, body, now_ms=5))
