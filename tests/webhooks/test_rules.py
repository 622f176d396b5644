import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.webhooks import rules

SECRET = rules.secret_from(b"s" * 32)


def headers(secret=SECRET, *, body=b"{}", stamp_s=1_000):
    signed = rules.signature(secret, "msg-1", stamp_s, body)
    return {"webhook-id": "msg-1", "webhook-timestamp": str(stamp_s), "webhook-signature": signed}


def test_a_signature_is_that_of_standard_webhooks():
    mac = hmac.new(b"s" * 32, b'msg-1.1000.{"a":1}', hashlib.sha256).digest()
    assert rules.signature(SECRET, "msg-1", 1000, b'{"a":1}') == "v1," + base64.b64encode(mac).decode()
    assert SECRET.startswith("whsec_")


def test_a_receiver_takes_a_fresh_signature_also_beside_another_and_nothing_else():
    good = headers()
    assert rules.is_signed(SECRET, good, b"{}", now_s=1_000)
    both = {
        **good,
        "webhook-signature": headers(rules.secret_from(b"o" * 32))["webhook-signature"]
        + " "
        + good["webhook-signature"],
    }
    assert rules.is_signed(SECRET, both, b"{}", now_s=1_000 + rules.TOLERANCE_S)
    assert not rules.is_signed(SECRET, good, b"{ }", now_s=1_000)
    assert not rules.is_signed(SECRET, good, b"{}", now_s=1_001 + rules.TOLERANCE_S)
    assert not rules.is_signed(SECRET, {**good, "webhook-id": "msg-2"}, b"{}", now_s=1_000)
    assert not rules.is_signed(rules.secret_from(b"o" * 32), good, b"{}", now_s=1_000)


@given(st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.text(max_size=60)))
def test_no_headers_get_past_the_signature(given_headers):
    assert not rules.is_signed(SECRET, given_headers, b"{}", now_s=1_000)


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hook",
        "ftp://shop.example/",
        "https://",
        "https://user:pass@shop.example/",
        "https://shop.example:99999/",
        "https://shop.example/a b",
        "https://商店.example/",
        "javascript:alert(1)",
        "//shop.example",
        "https://shop.example/" + "x" * rules.URL_CHARS_MAX,
        "",
    ],
)
def test_what_is_no_address_outside_is_refused(url):
    assert not rules.is_address(url, plain_http=False)


def test_plain_http_is_for_those_who_allow_it():
    assert rules.is_address("https://shop.example/hook?x=1", plain_http=False)
    assert rules.is_address("http://127.0.0.1:8080/hook", plain_http=True)


def test_tries_get_rarer_and_end_after_three_days():
    waits = [rules.retry_after_ms(n) for n in range(1, len(rules.RETRIES_MS) + 1)]
    assert waits == sorted(waits)
    assert 3 * 86_400_000 < sum(waits) < 4 * 86_400_000
    assert rules.retry_after_ms(len(waits) + 1) is None
    assert [rules.rest_ms(n) for n in (1, 3, 100)] == [waits[0], waits[2], rules.REST_MS_MAX]
