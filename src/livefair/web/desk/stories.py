"""The brand's story cards: what it tells of itself, how often that was shown on air."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog.stories import STORIES_MAX, StoryWords, stories_of, tell_story, withdraw_story
from livefair.kernel import Actor, ReadTx, Refusal
from livefair.live.story_cards import times_shown
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.processing import PICTURE_BYTES_MAX, keep_picture
from livefair.web.requests import Answer, AppRequest
from livefair.web.story_views import StoryView, story_view

MULTIPART_BYTES = 1 << 20
Title = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")]
Text = Annotated[str, msgspec.Meta(max_length=4_000, pattern=r"^[^\x00]*$")]


class Telling(Form, frozen=True, kw_only=True):
    """One language is enough."""

    title_zh: Title = ""
    title_en: Title = ""
    text_zh: Text = ""
    text_en: Text = ""


class StoryRow(NamedTuple):
    story: StoryView
    shown: int


def rows(tx: ReadTx, actor: Actor, locale: str) -> list[StoryRow]:
    found = stories_of(tx, [brand_of(actor)])
    return [StoryRow(story_view(story, locale), times_shown(tx, story.id)) for story in found]


@get("/stories")
async def show_stories(request: AppRequest) -> Answer:
    return await _page(request)


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed()
    context = {
        "rows": await request.read(rows, request.actor, request.locale),
        "values": {name: typed.first(name)[:4_000] for name in ("title_zh", "title_en", "text_zh", "text_en")},
        "most": STORIES_MAX,
    }
    if refusal is not None:
        return await request.again("desk/stories.html", refusal, context)
    return await request.page("desk/stories.html", context)


@post("/stories", request_max_body_size=PICTURE_BYTES_MAX + MULTIPART_BYTES)
async def tell(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Telling)
        upload = (await request.typed()).file("picture")
        key = await keep_picture(request.services.files, upload, field="picture") if upload else None
        words = StoryWords(form.title_zh, form.title_en, form.text_zh, form.text_en)
        await request.write(tell_story, words, picture_key=key)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go("/desk/stories", toast="saved")


@post("/stories/{story_id:str}/withdraw")
async def withdraw(request: AppRequest, story_id: Id) -> Answer:
    await request.write(withdraw_story, story_id)
    return request.go("/desk/stories")


router = Router("/", route_handlers=[show_stories, tell, withdraw])
