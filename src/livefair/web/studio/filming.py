"""After a show: films to take away, clips of what was explained, and drafts of short videos from the best moments."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.content import Description, describe, publish
from livefair.content.cuttings import DRAFT_MS_MAX, draft_from_show
from livefair.content.queries import own_videos
from livefair.content.videos import tagged_products
from livefair.kernel import MINUTE_MS, Actor, ReadTx, WriteTx
from livefair.live.explanations import Explanation, explanation_for, explanations_in
from livefair.live.exports import Export, Span, ask_for_film, films_of
from livefair.live.on_air import Show
from livefair.live.screen import show_for_host
from livefair.web.access import needs
from livefair.web.forms import Form, Line, OptionalId, Word
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url
from livefair.web.words import sentence

Minute = Annotated[int, msgspec.Meta(ge=0, le=24 * 60)]


class Filming(Form, frozen=True, kw_only=True):
    """Without a pin: the whole show."""

    pin_id: OptionalId = ""


class Drafting(Form, frozen=True, kw_only=True):
    """A pin's explanation, or a minute of the show."""

    pin_id: OptionalId = ""
    minute: Minute = 0


class Naming(Form, frozen=True, kw_only=True):
    title: Line
    advertising: Word = "none"


class ClipRow(NamedTuple):
    pin_id: str
    title: str
    href: str
    at_ms: int
    lasts_s: int
    is_short: bool


class FilmRow(NamedTuple):
    """`title` is empty for the whole show; `href` and `size` once it is ready."""

    id: str
    title: str
    at_ms: int
    state: str
    progress: float
    href: str | None
    size: int
    lasts_s: int
    problem: str | None


class FilmsView(NamedTuple):
    show_id: str
    has_recording: bool
    clips: list[ClipRow]
    films: list[FilmRow]

    @property
    def is_busy(self) -> bool:
        return any(film.state in {"waiting", "working"} for film in self.films)


def films_view(tx: ReadTx, actor: Actor, show_id: str, locale: str) -> FilmsView:
    show, _ = show_for_host(tx, actor, show_id)
    clips = [_clip(found, locale) for found in explanations_in(tx, show_id)]
    films = [_film(tx, export, clips, locale) for export in films_of(tx, show_id) if export.purpose == "film"]
    return FilmsView(show_id, show.recording_key is not None, clips, films)


def _clip(found: Explanation, locale: str) -> ClipRow:
    return ClipRow(
        pin_id=found.pin_id,
        title=found.title_zh if locale == "zh" else found.title_en,
        href=f"/live/{found.room_id}/clips/{found.pin_id}",
        at_ms=found.from_at_ms,
        lasts_s=-(-found.lasts_ms // 1000),
        is_short=found.lasts_ms <= DRAFT_MS_MAX,
    )


def _film(tx: ReadTx, export: Export, clips: list[ClipRow], locale: str) -> FilmRow:
    of = next((clip.title for clip in clips if clip.at_ms == export.from_at_ms), "…")
    return FilmRow(
        id=export.id,
        title="" if export.is_whole else of,
        at_ms=export.from_at_ms,
        state=export.state,
        progress=export.progress_percent / 100,
        href=file_url(export.file_key),
        size=export.byte_count or 0,
        lasts_s=(export.lasts_ms or 0) // 1000,
        problem=sentence(export.failure_code, {}, locale, status=422) if export.failure_code else None,
    )


def film(tx: WriteTx, actor: Actor, show_id: str, pin_id: str) -> str:
    show_for_host(tx, actor, show_id)
    return ask_for_film(tx, actor, show_id, span=_span_of(explanation_for(tx, actor, pin_id)) if pin_id else None)


def draft(tx: WriteTx, actor: Actor, show_id: str, form: Drafting) -> str:
    show, _ = show_for_host(tx, actor, show_id)
    span = _span_of(explanation_for(tx, actor, form.pin_id)) if form.pin_id else minute_span(show, form.minute)
    return draft_from_show(tx, actor, show_id, span)


def _span_of(found: Explanation) -> Span:
    return Span(found.from_at_ms, found.to_at_ms)


def minute_span(show: Show, minute: int) -> Span:
    begins = (show.started_at_ms or 0) + minute * MINUTE_MS
    return Span(begins, begins + MINUTE_MS)


def name_and_publish(tx: WriteTx, actor: Actor, video_id: str, form: Naming) -> None:
    """A draft gets its words; the products that it was cut with stay tagged."""
    words = Description(form.title, "", tuple(tagged_products(tx, video_id)), form.advertising)
    describe(tx, actor, video_id, words)
    if any(video.id == video_id and video.state == "ready" for video in own_videos(tx, actor, most=50)):
        publish(tx, actor, video_id)


@get("/shows/{show_id:str}/films")
async def show_films(request: AppRequest, show_id: Id) -> Answer:
    return await _films(request, show_id)


@post("/shows/{show_id:str}/films")
async def make_film(request: AppRequest, show_id: Id) -> Answer:
    form = await request.form_as(Filming)
    await request.write(film, show_id, form.pin_id)
    return await _films(request, show_id)


async def _films(request: AppRequest, show_id: str) -> Answer:
    films = await request.read(films_view, request.actor, show_id, request.locale)
    if not request.is_fragment:
        return request.go(f"/studio/shows/{show_id}/report")
    return await request.page("studio/_films.html", {"films": films})


@post("/shows/{show_id:str}/drafts")
async def make_draft(request: AppRequest, show_id: Id) -> Answer:
    form = await request.form_as(Drafting)
    await request.write(draft, show_id, form)
    return request.go("/studio/videos", toast="draft_begun")


@post("/videos/{video_id:str}/words", opt=needs("host"))
async def name_video(request: AppRequest, video_id: Id) -> Answer:
    form = await request.form_as(Naming)
    await request.write(name_and_publish, video_id, form)
    return request.go("/studio/videos", toast="saved")


router = Router("/", route_handlers=[show_films, make_film, make_draft, name_video])
