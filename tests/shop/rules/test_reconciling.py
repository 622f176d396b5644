"""Two books side by side: whatever is planted is found, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from livefair.shop.rules.reconciling import Movement, Span, compare

SPAN = Span(1_000, 2_000)


def movement(key, minor=100, *, subject="charge", currency="CNY", at_ms=1_500):
    return Movement(subject, key, f"r-{key}", minor, currency, at_ms)


def kinds(ours, theirs):
    return sorted((one.kind, one.key) for one in compare(ours, theirs, SPAN).differences)


def test_each_kind_of_planted_difference_is_found():
    ours = [movement("same"), movement("missing"), movement("amount"), movement("currency"), movement("double")]
    theirs = [
        movement("same"),
        movement("amount", 99),
        movement("currency", currency="USD"),
        movement("double"),
        movement("double"),
        movement("unknown"),
        movement(""),
    ]
    assert kinds(ours, theirs) == [
        ("double_there", "double"),
        ("missing_there", "missing"),
        ("unknown_here", ""),
        ("unknown_here", "unknown"),
        ("wrong_amount", "amount"),
        ("wrong_currency", "currency"),
    ]
    assert compare(ours, theirs, SPAN).matched == 2


def test_a_refund_and_a_payment_of_one_name_are_two_things():
    ours = [movement("a"), movement("a", -100, subject="refund")]
    assert kinds(ours, ours) == []
    assert kinds(ours, ours[:1]) == [("missing_there", "a")]


def test_what_a_neighbouring_day_explains_is_no_difference():
    early, late = movement("a", at_ms=1_999), movement("a", at_ms=2_001)
    assert kinds([late], [early]) == []
    assert kinds([movement("b", at_ms=1_000)], [movement("b", at_ms=999)]) == []
    assert kinds([movement("c", at_ms=2_000)], [movement("d", at_ms=2_000)]) == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(-5, 5)), max_size=40), st.randoms(use_true_random=False))
def test_a_book_beside_itself_in_any_order_is_alike(rows, random):
    book = [movement(str(n), minor) for n, minor in dict(rows).items()]
    shuffled = random.sample(book, len(book))
    compared = compare(book, shuffled, SPAN)
    assert (compared.matched, compared.differences) == (len(book), [])
