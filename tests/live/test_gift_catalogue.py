import pytest

from livefair.kernel import Invalid
from livefair.live.gift_catalogue import all_gifts, gift_called, gifts_offered


def test_every_gift_has_a_price_and_a_name_in_both_languages():
    assert gifts_offered()
    for gift in all_gifts().values():
        assert gift.price_minor > 0
        assert gift.name.zh
        assert gift.name.en


def test_prices_rise_in_the_order_of_the_sheet():
    prices = [gift.price_minor for gift in gifts_offered()]
    assert prices == sorted(prices)


def test_an_unknown_gift_is_refused():
    with pytest.raises(Invalid, match="unknown_gift"):
        gift_called("moon")
