"""Samples of videos made together, and at a moment."""

from __future__ import annotations

from livefair.people import PersonCard
from livefair.web.mall.together import TogetherView
from livefair.web.studio.video import AskedValues, BesideView, OneVideo
from livefair.web.views import AuthorView
from tests.web.samples import DAY_MS, NOW_MS, Shown

HOST = PersonCard("host-1", "宇航员艾琳", "host.webp")
AILIN = AuthorView("host-1", "宇航员艾琳", "/files/host.webp")
THEO = AuthorView("host-2", "Theo", None)
VIDEO = OneVideo(
    id="v-1",
    title="三种配色你们来选",
    state="ready",
    poster_url="/files/poster.webp",
    publish_at_ms=NOW_MS + DAY_MS,
    published_at_ms=None,
    beside=[BesideView("c-1", AILIN, 0.2, False), BesideView("c-2", THEO, 0.15, True)],
    left_percent=55,
    may_ask=True,
)
ASKED = TogetherView("c-1", "v-1", "三种配色你们来选", "/files/poster.webp", HOST, 0.2, NOW_MS, "asked")


def pages() -> Shown:
    videos = [ASKED, ASKED._replace(id="c-2", state="agreed"), ASKED._replace(id="c-3", state="over", poster_url=None)]
    return {
        "studio/video.html": ("/studio/videos/v-1", {"video": VIDEO, "values": AskedValues("", "0")}),
        "mall/together.html": ("/me/together", {"videos": videos}),
    }
