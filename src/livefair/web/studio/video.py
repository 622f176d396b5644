"""One video of mine: when it shows itself, and who made it with me."""

from typing import NamedTuple

from litestar import Router, get, post

from livefair.content.coauthors import ask_coauthor, coauthors_of, end_coauthorship
from livefair.content.rules.coauthors import COAUTHORS_MAX, SHARE_BP_MAX
from livefair.content.scheduling import keep_as_draft, publish_at
from livefair.content.videos import own_video_for
from livefair.kernel import Actor, ReadTx, Refusal, WriteTx
from livefair.people import person_cards
from livefair.web.access import needs
from livefair.web.forms import Form, Line, Word
from livefair.web.mall.seats import BP, Percent
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.moderating import helper_id
from livefair.web.studio.shows import LocalTime, Minutes, moment_of
from livefair.web.urls import file_url
from livefair.web.views import AuthorView, plain_author


class Timing(Form, frozen=True, kw_only=True):
    """`show`: a draft, or at the wall time `starts_at`, whose distance from UTC in minutes is `offset`."""

    show: Word = "draft"
    starts_at: LocalTime = ""
    offset: Minutes = 0


class Asking(Form, frozen=True, kw_only=True):
    """`page`: the address of a person's page. `share`: percent of what the video earns its author."""

    page: Line
    share: Percent = 0


class BesideView(NamedTuple):
    id: str
    person: AuthorView
    share: float
    is_waiting: bool


class OneVideo(NamedTuple):
    id: str
    title: str
    state: str
    poster_url: str | None
    publish_at_ms: int | None
    published_at_ms: int | None
    beside: list[BesideView]
    left_percent: int
    may_ask: bool


class AskedValues(NamedTuple):
    page: str
    share: str


def one_video(tx: ReadTx, actor: Actor, video_id: str) -> OneVideo:
    video = own_video_for(tx, actor, video_id)
    asked = coauthors_of(tx, [video_id])[video_id]
    cards = person_cards(tx, [each.person_id for each in asked])
    return OneVideo(
        id=video.id,
        title=video.title or "…",
        state="removed" if video.hidden_case_id else video.state,
        poster_url=file_url(video.poster_key),
        publish_at_ms=video.publish_at_ms,
        published_at_ms=video.published_at_ms,
        beside=[
            BesideView(
                each.id, plain_author(cards[each.person_id]), each.share_bp / 10_000, each.accepted_at_ms is None
            )
            for each in asked
        ],
        left_percent=(SHARE_BP_MAX - sum(each.share_bp for each in asked)) // BP,
        may_ask=len(asked) < COAUTHORS_MAX and video.state not in {"failed", "removed"},
    )


def set_time(tx: WriteTx, actor: Actor, video_id: str, form: Timing) -> None:
    if form.show == "draft":
        keep_as_draft(tx, actor, video_id)
    else:
        publish_at(tx, actor, video_id, moment_of(form.starts_at, form.offset))


async def _page(request: AppRequest, video_id: str, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed()
    context = {
        "video": await request.read(one_video, request.actor, video_id),
        "values": AskedValues(typed.first("page")[:200], typed.first("share", "0")[:5]),
    }
    if refusal is not None:
        if refusal.params.get("field") == "at":
            refusal.params["field"] = "starts_at"
        return await request.again("studio/video.html", refusal, context)
    return await request.page("studio/video.html", context)


@get("/videos/{video_id:str}")
async def show_video(request: AppRequest, video_id: Id) -> Answer:
    return await _page(request, video_id)


@post("/videos/{video_id:str}/time")
async def time_video(request: AppRequest, video_id: Id) -> Answer:
    try:
        form = await request.form_as(Timing)
        await request.write(set_time, video_id, form)
    except Refusal as refusal:
        return await _page(request, video_id, refusal)
    return request.go(f"/studio/videos/{video_id}", toast="saved")


@post("/videos/{video_id:str}/coauthors")
async def ask(request: AppRequest, video_id: Id) -> Answer:
    try:
        form = await request.form_as(Asking)
        await request.write(ask_coauthor, video_id, helper_id(form.page), share_bp=form.share * BP)
    except Refusal as refusal:
        return await _page(request, video_id, refusal)
    return request.go(f"/studio/videos/{video_id}", toast="saved")


@post("/videos/{video_id:str}/coauthors/{coauthor_id:str}/end")
async def end(request: AppRequest, video_id: Id, coauthor_id: Id) -> Answer:
    await request.write(end_coauthorship, coauthor_id)
    return request.go(f"/studio/videos/{video_id}", toast="saved")


router = Router("/", route_handlers=[show_video, time_video, ask, end], opt=needs("host"))
