"""Clips: one explanation of a product, in the sheet over the show or as a page, while the show still runs."""

from typing import NamedTuple

from litestar import Router, get

from livefair.kernel import Actor, ReadTx, not_found
from livefair.live.explanations import Explanation, explanation_for, explanations_of
from livefair.live.rooms import room_called
from livefair.web.goods import GoodView, goods_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest


class ExplanationView(NamedTuple):
    """A part of a show in which the product is explained."""

    href: str
    title: str
    at_ms: int
    lasts_s: int
    is_on_air: bool


class ClipView(NamedTuple):
    """`hls_url` is a playlist of that stretch alone."""

    title: str
    room_id: str
    show_id: str
    show_title: str
    hls_url: str
    poster_url: str
    at_ms: int
    lasts_s: int
    is_on_air: bool
    goods: list[GoodView]


def explanation_views(tx: ReadTx, product_id: str) -> list[ExplanationView]:
    return [
        ExplanationView(
            href=f"/live/{found.room_id}/clips/{found.pin_id}",
            title=found.show_title,
            at_ms=found.from_at_ms,
            lasts_s=-(-found.lasts_ms // 1000),
            is_on_air=found.is_on_air,
        )
        for found in explanations_of(tx, product_id)
    ]


def clip_url(found: Explanation) -> str:
    return f"/hls/{found.recording}/replay.m3u8?t0={found.from_at_ms}&t1={found.to_at_ms}"


def clip_view(tx: ReadTx, actor: Actor, room_id: str, pin_id: str, locale: str) -> ClipView:
    found = explanation_for(tx, actor, pin_id)
    if found.room_id != room_id:
        not_found("clip")
    return ClipView(
        title=found.title_zh if locale == "zh" else found.title_en,
        room_id=room_id,
        show_id=found.show_id,
        show_title=found.show_title,
        hls_url=clip_url(found),
        poster_url=f"/hls/{found.recording}/poster.webp?t={found.from_at_ms}",
        at_ms=found.from_at_ms,
        lasts_s=-(-found.lasts_ms // 1000),
        is_on_air=found.is_on_air,
        goods=goods_of(tx, [found.product_id], locale, host_id=room_called(tx, room_id).host_id),
    )


@get("/live/{room_id:str}/clips/{pin_id:str}")
async def show_clip(request: AppRequest, room_id: Id, pin_id: Id) -> Answer:
    clip = await request.read(clip_view, request.actor, room_id, pin_id, request.locale)
    return await request.page("mall/_clip.html" if request.is_fragment else "mall/clip.html", {"clip": clip})


router = Router("/", route_handlers=[show_clip])
