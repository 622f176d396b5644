import hashlib
import hmac

from livefair.kernel.commitments import Scheme

SCHEME = Scheme("fair-1")


def test_a_digest_is_sha_256_of_the_texts_line_by_line():
    assert SCHEME.digest("kind", "a", "b") == hashlib.sha256(b"fair-1\nkind\na\nb").hexdigest()


def test_a_number_is_hmac_under_the_secret():
    assert SCHEME.number("s", "kind", "a") == hmac.new(b"s", b"fair-1\nkind\na", hashlib.sha256).hexdigest()


def test_no_hash_of_one_kind_or_format_is_one_of_another():
    assert len({SCHEME.digest("a", "x"), SCHEME.digest("b", "x"), Scheme("fair-2").digest("a", "x")}) == 3


def test_a_promise_is_the_same_text_whatever_the_order_of_its_words():
    assert SCHEME.promise({"b": 1, "a": "ä"}) == '{"a":"\\u00e4","b":1,"format":"fair-1"}'
