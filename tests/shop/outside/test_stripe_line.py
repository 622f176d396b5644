"""Stripe's signatures, by its own library too; and what its answers mean."""

import hashlib
import hmac

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import Invalid, NotAllowed, Unavailable
from livefair.shop.outside.line import ProviderRefused, Reply
from livefair.shop.outside.stripe_line import TOLERANCE_MS, StripeAccount, StripeLine, is_signed, read_event, sign

NOW_MS = 1_790_000_000_000
SECRET = "whsec_one"


def header(body, *, secret=SECRET, stamp=NOW_MS // 1000, more=""):
    return f"t={stamp},{more}v1={sign(secret, body, stamp=str(stamp))}"


@given(st.binary(max_size=300), st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=40))
def test_stripes_own_library_takes_our_signature_and_we_take_the_one_it_makes(body, secret):
    text = body.hex()
    stamp = str(NOW_MS // 1000)
    assert stripe.WebhookSignature.verify_header(text, header(text.encode(), secret=secret), secret)
    theirs = stripe.WebhookSignature._compute_signature(f"{stamp}.{text}", secret)
    assert is_signed((secret,), f"t={stamp},v1={theirs}", text.encode(), now_ms=NOW_MS)


def test_a_changed_body_a_strange_secret_and_an_old_word_are_refused():
    body, good = b'{"data":{}}', header(b'{"data":{}}')
    assert is_signed((SECRET,), good, body, now_ms=NOW_MS)
    assert not is_signed((SECRET,), good, body + b" ", now_ms=NOW_MS)
    assert not is_signed(("whsec_two",), good, body, now_ms=NOW_MS)
    assert not is_signed((), good, body, now_ms=NOW_MS)
    assert not is_signed((SECRET,), good, body, now_ms=NOW_MS + TOLERANCE_MS + 1_000)
    assert not is_signed((SECRET,), good, body, now_ms=NOW_MS - TOLERANCE_MS - 1_000)


def test_of_several_signatures_one_is_enough_and_older_schemes_do_not_count():
    body = b"{}"
    old = hmac.new(SECRET.encode(), f"{NOW_MS // 1000}.".encode() + body, hashlib.sha256).hexdigest()
    assert is_signed((SECRET,), header(body, more="v1=00,v1=é,v0=1,"), body, now_ms=NOW_MS)
    assert not is_signed((SECRET,), f"t={NOW_MS // 1000},v0={old}", body, now_ms=NOW_MS)


@given(st.binary(max_size=200), st.text(max_size=100))
def test_no_bytes_get_past_the_signature(body, signature):
    with pytest.raises(NotAllowed, match="bad_signature"):
        read_event((SECRET,), {"stripe-signature": signature}, body, now_ms=NOW_MS)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"data": 3}', b"\xff"])
def test_signed_nonsense_is_refused_as_nonsense(body):
    with pytest.raises(Invalid, match="unreadable_notification"):
        read_event((SECRET,), {"stripe-signature": header(body)}, body, now_ms=NOW_MS)


class Saying:
    """A line on which always the same is answered."""

    def __init__(self, status, body):
        self.reply = Reply(status, body, {})
        self.asked = []

    async def ask(self, method, url, *, content, headers):
        self.asked.append((method, url, content, headers))
        return self.reply


@pytest.mark.parametrize("status", [409, 429, 500, 502, 503])
async def test_what_may_work_later_is_asked_again(status):
    with pytest.raises(Unavailable, match="provider_busy"):
        await StripeLine(Saying(status, b"<html>"), StripeAccount("sk")).post("refunds", {}, key="k")


async def test_what_never_works_says_why_in_the_providers_code_and_tells_no_secret():
    body = b'{"error": {"code": "charge_already_refunded", "message": "key sk_live_1 ..."}}'
    with pytest.raises(ProviderRefused) as refused:
        await StripeLine(Saying(400, body), StripeAccount("sk_live_1")).post("refunds", {}, key="k")
    assert refused.value.params == {"reason": "charge_already_refunded"}
    assert "sk_live" not in str(refused.value) + repr(StripeAccount("sk_live_1", ("whsec_1",)))


async def test_every_change_carries_its_key_and_no_answer_but_an_object_is_read():
    line = Saying(200, b"[]")
    with pytest.raises(Unavailable, match="provider_unreadable"):
        await StripeLine(line, StripeAccount("sk")).post("refunds", {"a": "ü&b"}, key="k1")
    [(method, url, content, headers)] = line.asked
    assert (method, url, content) == ("POST", "https://api.stripe.com/v1/refunds", b"a=%C3%BC%26b")
    assert headers["idempotency-key"] == "k1"
