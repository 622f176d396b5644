import json

import pytest

from livefair.kernel import Invalid, NotFound
from livefair.supply.carriers import NOBODY_CARRIES, Carriers, LocalCarrier
from livefair.supply.tracking import read_word

LOCAL = LocalCarrier(db=None, http=None, notify_url="http://127.0.0.1/", key=b"k")


def test_a_carrier_is_found_by_its_name_and_by_the_word_in_its_address():
    known = Carriers({LOCAL.name: LOCAL})
    assert known.called("Fair Express") is known.coded("local") is LOCAL
    for carriers, code in ((known, "nobody"), (NOBODY_CARRIES, "local")):
        with pytest.raises(NotFound):
            carriers.coded(code)


def test_a_carrier_is_followed_however_its_name_is_spaced_and_only_where_it_is_offered():
    known = Carriers({LOCAL.name: LOCAL})
    assert all(known.follows(name) for name in ("Fair Express", " Fair  Express ", "Fair\u200b Express"))
    assert not known.follows("SF")
    withheld = Carriers({LOCAL.name: LOCAL}, frozenset({LOCAL.name}))
    assert (withheld.offered, withheld.follows("Fair Express")) == ((), False)
    assert withheld.called("Fair Express") is LOCAL


@pytest.mark.parametrize("field", ["tracking", "key"])
def test_no_word_of_a_carrier_holds_what_no_database_takes(field):
    word = {"tracking": "FE1", "code": "delivered", "at_ms": 1, "key": "1"}
    assert read_word(json.dumps(word).encode()).tracking == "FE1"
    with pytest.raises(Invalid, match="unreadable_notification"):
        read_word(json.dumps(word | {field: "F\x00"}).encode())
