import pytest

from livefair.kernel import NotFound
from livefair.supply.carriers import NOBODY_CARRIES, Carriers, LocalCarrier

LOCAL = LocalCarrier(db=None, http=None, notify_url="http://127.0.0.1/", key=b"k")


def test_a_carrier_is_found_by_its_name_and_by_the_word_in_its_address():
    known = Carriers({LOCAL.name: LOCAL})
    assert known.called("Fair Express") is known.coded("local") is LOCAL
    for carriers, code in ((known, "nobody"), (NOBODY_CARRIES, "local")):
        with pytest.raises(NotFound):
            carriers.coded(code)
