"""Keys as people paste them, and signatures that another key did not make."""

import pytest

from livefair.shop.outside.rsa import BadKey, is_signed, private_key, public_key, sign
from tests.chinese_stand_ins import keys, pem, public_pem


def bare(text):
    return "".join(line for line in text.splitlines() if "-----" not in line)


@pytest.mark.parametrize("form", [str, bare, lambda text: f"\n  {text}\n"])
def test_keys_are_read_with_and_without_their_frame(form):
    mine, known = private_key(form(pem("shop"))), public_key(form(public_pem("shop")))
    assert is_signed(known, sign(mine, b"a=1"), b"a=1")
    assert not is_signed(known, sign(mine, b"a=1"), b"a=2")
    assert not is_signed(keys("alipay").public_key(), sign(mine, b"a=1"), b"a=1")


@pytest.mark.parametrize("text", ["", "AAAA", "密钥", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])
def test_what_is_no_key_is_refused_without_being_shown(text):
    for read in (private_key, public_key):
        with pytest.raises(BadKey) as refused:
            read(text)
        assert not text or text not in str(refused.value)


@pytest.mark.parametrize("signature", ["", "é", "AAAA", "!", "A" * 10_000])
def test_no_text_gets_past_as_a_signature(signature):
    assert not is_signed(keys("shop").public_key(), signature, b"a=1")
