"""Samples of searching, as visitors and as operators see it."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.discovery import Searched
from tests.web.samples import HOST, Shown, goods, person


def found() -> Ns:
    host, poster = person("青瓷先生", id="host-2"), "/files/poster.webp"
    video = {"title": "跑了一百公里之后", "poster_url": poster, "likes": 864, "author_name": "Ada"}
    return Ns(
        goods=goods(),
        rooms=[
            Ns(href="/live/r-1", title="今天的茶桌", host=host, is_on_air=True, poster_url=poster, viewers=120),
            Ns(href="/live/r-2", title="夜跑课", host=HOST, is_on_air=False, poster_url=None, viewers=0),
        ],
        videos=[Ns(id=f"v-{number}", **video) for number in range(3)],
        people=[person("海盐拿铁", id="host-3", followers=1290)],
        topics=[Ns(id="t-1", name="夜跑")],
        is_exact=False,
        hits=12,
    )


def pages() -> Shown:
    needs = {
        "unmet": [Searched("扫地机器人", 12, 0), Searched("left-handed scissors", 4, 0)],
        "popular": [Searched("口红", 31, 6)],
        "days": 30,
        "times_min": 3,
    }
    return {
        "mall/search.html": ("/search?q=shoe", {"q": "shoe", "popular": [], "goods": [], "found": found()}),
        "mall/_suggestions.html": ("/search/suggestions", {"popular": ["口红", "coral lipstick"]}),
        "console/needs.html": ("/console/needs", needs),
    }
