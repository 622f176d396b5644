import pytest

from livefair.web.feed_desk import door_of


@pytest.mark.parametrize(
    ("headers", "door"),
    [
        ({"sec-fetch-site": "same-origin"}, None),
        ({"sec-fetch-site": "none"}, "outside"),
        ({"sec-fetch-site": "cross-site", "referer": "https://fair.test/"}, "outside"),
        ({"referer": "https://fair.test/search?q=x", "host": "fair.test"}, None),
        ({"referer": "https://elsewhere.test/", "host": "fair.test"}, "outside"),
        ({"referer": "http://[broken", "host": "fair.test"}, "outside"),
        ({"host": "fair.test"}, "outside"),
    ],
)
def test_whoever_comes_from_another_page_of_ours_was_counted_there(headers, door):
    assert door_of(headers, is_shared=False) == door
    assert door_of(headers, is_shared=True) == "share"
