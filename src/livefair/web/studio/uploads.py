"""A short video from a phone to the feed: bytes first, then the words, then the waiting."""

from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
from litestar import Response, Router, get, post

from livefair.catalog.queries import listed_products
from livefair.content import Description, describe, finish_upload, open_upload, publish
from livefair.content.queries import OwnVideo, own_videos
from livefair.content.rules import PRODUCTS_PER_VIDEO_MAX, UPLOAD_BYTES_MAX
from livefair.content.rules.topics import TYPED_CHARS_MAX, names_typed
from livefair.content.scheduling import keep_as_draft
from livefair.content.topics import TopicTag, set_topics, topics_of
from livefair.kernel import Actor, Invalid, ReadTx, Refusal
from livefair.media.vod import VideoLimits
from livefair.shop.queries import orders_by_video
from livefair.web.access import needs
from livefair.web.forms import Form, Line, Word
from livefair.web.forms import Id as FormId
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.typed import Upload
from livefair.web.urls import file_url
from livefair.web.words import sentence

MULTIPART_BYTES = 1 << 20
Caption = Annotated[str, msgspec.Meta(max_length=1_000, pattern=r"^[^\x00]*$")]
Typed = Annotated[str, msgspec.Meta(max_length=TYPED_CHARS_MAX, pattern=r"^[^\x00]*$")]
Products = Annotated[list[FormId], msgspec.Meta(max_length=PRODUCTS_PER_VIDEO_MAX)]


class Uploading(Form, frozen=True, kw_only=True):
    title: Line
    caption: Caption = ""
    advertising: Word = "none"
    product_ids: Products = msgspec.field(default_factory=list)
    topics: Typed = ""
    show: Word = "now"


class Tagging(Form, frozen=True, kw_only=True):
    topics: Typed = ""


class UploadValues(NamedTuple):
    title: str
    caption: str
    advertising: str
    product_ids: list[str]
    topics: str
    show: str


class VideoView(NamedTuple):
    id: str
    title: str
    is_named: bool
    state: str
    progress: float
    problem: str | None
    poster_url: str | None
    at_ms: int
    plays: int
    likes: int
    orders: int
    topics: str = ""
    publish_at_ms: int | None = 0


def video_views(tx: ReadTx, actor: Actor, locale: str) -> list[VideoView]:
    videos = own_videos(tx, actor, most=50)
    ids = [video.id for video in videos]
    orders, topics = orders_by_video(tx, ids), topics_of(tx, ids)
    return [video_view(video, orders.get(video.id, 0), topics.get(video.id, []), locale) for video in videos]


def video_view(video: OwnVideo, orders: int, topics: list[TopicTag], locale: str) -> VideoView:
    failure = video.failure_code
    return VideoView(
        id=video.id,
        title=video.title or "…",
        is_named=bool(video.title),
        state="removed" if video.hidden_case_id else video.state,
        progress=video.progress_percent / 100,
        problem=sentence(f"video_{failure}", {}, locale, status=422) if failure else None,
        poster_url=file_url(video.poster_key),
        at_ms=video.published_at_ms or video.opened_at_ms,
        plays=video.viewers,
        likes=video.likes,
        orders=orders,
        topics=", ".join(topic.name for topic in topics),
        publish_at_ms=video.publish_at_ms,
    )


def products_to_show(tx: ReadTx, actor: Actor, locale: str) -> list[tuple[str, str]]:
    return [(card.id, f"{card.title(locale)} · {card.brand_name}") for card in listed_products(tx, most=200)]


async def upload_page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed()
    context = {
        "values": UploadValues(
            title=typed.first("title")[:200],
            caption=typed.first("caption")[:1_000],
            advertising=typed.first("advertising", "none")[:20],
            product_ids=typed.texts.get("product_ids", [])[:PRODUCTS_PER_VIDEO_MAX],
            topics=typed.first("topics", request.query_params.get("topics", ""))[:TYPED_CHARS_MAX],
            show=typed.first("show", "now")[:20],
        ),
        "products": await request.read(products_to_show, request.actor, request.locale),
        "max_bytes": UPLOAD_BYTES_MAX,
        "max_seconds": VideoLimits().seconds,
    }
    if refusal is not None:
        return await request.again("studio/upload.html", refusal, context)
    return await request.page("studio/upload.html", context)


@get("/upload", opt=needs("host"))
async def show_upload(request: AppRequest) -> Answer:
    return await upload_page(request)


@post("/upload", opt=needs("host"), request_max_body_size=UPLOAD_BYTES_MAX + MULTIPART_BYTES)
async def upload(request: AppRequest) -> Answer:
    """With progress (a script sends it and reads JSON) or without."""
    is_script = request.headers.get("accept", "").startswith("application/json")
    try:
        await _take(request)
    except Refusal as refusal:
        if is_script:
            raise
        return await upload_page(request, refusal)
    if is_script:
        return Response({"href": "/studio/videos"}, status_code=201)
    return request.go("/studio/videos", toast="video_sent")


async def _take(request: AppRequest) -> None:
    form = await request.form_as(Uploading)
    file = (await request.typed()).file("file")
    if file is None or not file.size:
        raise Invalid("choose_a_file", field="file")
    key = await _stored(request, file)
    # The same film sent twice by the same person is one upload: its key is its content.
    slot = await request.write(open_upload, byte_count=file.size, key=key)
    words = Description(form.title, form.caption, tuple(form.product_ids), form.advertising)
    await request.write(describe, slot.video_id, words)
    if form.topics.strip():
        await request.write(set_topics, slot.video_id, names_typed(form.topics))
    if form.show == "draft":
        await request.write(keep_as_draft, slot.video_id)
    await request.write(finish_upload, slot.video_id, file_key=key, byte_count=file.size)


async def _stored(request: AppRequest, file: Upload) -> str:
    file.file.flush()
    return await request.services.files.put_file(Path(file.file.name), bytes_max=UPLOAD_BYTES_MAX)


@get("/videos", opt=needs("host"))
async def show_videos(request: AppRequest) -> Answer:
    videos = await request.read(video_views, request.actor, request.locale)
    template = "studio/_videos.html" if request.is_fragment else "studio/videos.html"
    return await request.page(template, {"videos": videos})


@post("/videos/{video_id:str}/publish", opt=needs("host"))
async def publish_video(request: AppRequest, video_id: Id) -> Answer:
    """A video that was described before it was ready publishes itself; this is for the others."""
    await request.write(publish, video_id)
    return request.go("/studio/videos", toast="saved")


@post("/videos/{video_id:str}/topics", opt=needs("host"))
async def tag_video(request: AppRequest, video_id: Id) -> Answer:
    """What a video is about, in place of what was said before."""
    form = await request.form_as(Tagging)
    await request.write(set_topics, video_id, names_typed(form.topics))
    return request.go("/studio/videos", toast="saved")


router = Router("/", route_handlers=[show_upload, upload, show_videos, publish_video, tag_video])
