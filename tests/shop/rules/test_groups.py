import pytest

from livefair.kernel import Invalid
from livefair.shop.rules.groups import Draft, check_draft, state_of

GOOD = Draft(7_900, 3)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"price_minor": 9_900}, "group_price_not_low"),
        ({"price_minor": 0}, "out_of_range"),
        ({"size": 1}, "out_of_range"),
        ({"size": 101}, "out_of_range"),
        ({"lasts_ms": 1}, "out_of_range"),
        ({"ends_after_ms": 10**12}, "out_of_range"),
    ],
)
def test_an_offer_that_is_none_is_refused(change, code):
    check_draft(GOOD, 9_900)
    with pytest.raises(Invalid, match=code):
        check_draft(GOOD._replace(**change), 9_900)


@pytest.mark.parametrize(
    ("full", "failed", "now", "state"),
    [(None, None, 99, "open"), (None, None, 100, "failed"), (50, None, 200, "full"), (None, 100, 100, "failed")],
)
def test_a_group_is_open_full_or_failed(full, failed, now, state):
    assert state_of(full_at_ms=full, failed_at_ms=failed, closes_at_ms=100, now_ms=now) == state
