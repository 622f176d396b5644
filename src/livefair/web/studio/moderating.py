"""A room's second device: whoever helps in the room keeps its talk in order, on a phone of their own."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Response, Router, get, post

from livefair.kernel import SECOND_MS, Actor, Invalid, ReadTx, Refusal, WriteTx
from livefair.live import dismiss, hide_line, mute, unmute
from livefair.live.civility import set_words, words_of
from livefair.live.manners import Manners, set_manners
from livefair.live.merging import merge_questions, part_questions
from livefair.live.mute_appeals import decide_mute_appeal, open_mute_appeals
from livefair.live.muting import Why, bar, muted_in
from livefair.live.questions import hide_question
from livefair.live.rooms import (
    Room,
    dismiss_moderator,
    moderators_of,
    name_moderator,
    room_for,
    room_to_moderate,
)
from livefair.live.rules import may_run
from livefair.live.rules.civility import WORD_CHARS_MAX, WORDS_MAX
from livefair.people import PersonCard, person_cards
from livefair.web.access import SIGNED_IN, needs
from livefair.web.alike import queue_context
from livefair.web.forms import Form, Line, Word
from livefair.web.forms import Id as FormId
from livefair.web.mall.live import room_page
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.play_views import PlayNow, play_now

WORDS_TEXT_MAX = WORDS_MAX * (WORD_CHARS_MAX + 10)
Seconds = Annotated[int, msgspec.Meta(ge=0, le=30 * 24 * 3600)]
Note = Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")]


class Wordlist(Form, frozen=True, kw_only=True):
    """One word on each line."""

    words: Annotated[str, msgspec.Meta(max_length=WORDS_TEXT_MAX, pattern=r"^[^\x00]*$")] = ""


class Silencing(Form, frozen=True, kw_only=True):
    """`how` is mute or bar; `lasts_s` 0: until it is lifted."""

    how: Word = "mute"
    reason: Word
    lasts_s: Seconds = 600
    note: Note = ""


class Merging(Form, frozen=True, kw_only=True):
    into: FormId


class Deciding(Form, frozen=True, kw_only=True):
    outcome: Word
    answer: Line


class NewManners(Form, frozen=True, kw_only=True):
    slow_s: Annotated[int, msgspec.Meta(ge=0, le=3_600)] = 0
    speakers: Word = "everybody"


class NewHelper(Form, frozen=True, kw_only=True):
    """The address of a person's page, as it is copied from there."""

    page: Line


class MutedView(NamedTuple):
    person: PersonCard
    reason: str
    note: str
    until_at_ms: int | None
    is_barred: bool


class AppealView(NamedTuple):
    mute_id: str
    person: PersonCard
    reason: str
    text: str
    asked_at_ms: int


class ModeratePage(NamedTuple):
    room: Room
    is_mine: bool
    muted: list[MutedView]
    appeals: list[AppealView]
    helpers: list[PersonCard]
    words: int
    play: PlayNow


def moderate_page(tx: ReadTx, actor: Actor, room_id: str) -> ModeratePage:
    room = room_to_moderate(tx, actor, room_id)
    muted, appeals = muted_in(tx, actor, room_id), open_mute_appeals(tx, actor, room_id)
    helpers = moderators_of(tx, room_id)
    people = {each.person_id for each in muted} | {each.person_id for _, each in appeals} | set(helpers)
    cards = person_cards(tx, sorted(people))
    return ModeratePage(
        room=room,
        is_mine=may_run(actor, room),
        muted=[
            MutedView(cards[one.person_id], one.reason, one.note, one.until_at_ms, one.barred_at_ms is not None)
            for one in muted
        ],
        appeals=[
            AppealView(asked.mute_id, cards[one.person_id], one.reason, asked.text, asked.asked_at_ms)
            for asked, one in appeals
        ],
        helpers=[cards[person_id] for person_id in helpers],
        words=len(words_of(tx, actor, room_id)),
        play=play_now(tx, room_id),
    )


def lines_of(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := each.strip())]


def silence(tx: WriteTx, actor: Actor, room_id: str, person_id: str, form: Silencing) -> None:
    why, for_ms = Why(form.reason, form.note), form.lasts_s * SECOND_MS or None
    (bar if form.how == "bar" else mute)(tx, actor, room_id, person_id, why=why, for_ms=for_ms)


def helper_id(page: str) -> str:
    """The id at the end of the address of somebody's page. Invalid: bad_value."""
    found = page.strip().rstrip("/").rpartition("/")[2].partition("?")[0]
    if len(found) != 36:
        raise Invalid("bad_value", field="page")
    return found


@get("/rooms/{room_id:str}/moderate")
async def show_room(request: AppRequest, room_id: Id) -> Answer:
    return await _moderate(request, room_id)


async def _moderate(request: AppRequest, room_id: str, refusal: Refusal | None = None) -> Answer:
    mine = await request.read(moderate_page, request.actor, room_id)
    page = await room_page(request, room_id)
    queue = await queue_context(request, room_id, page.questions)
    context = {**mine._asdict(), "live": page.room, "lines": page.lines, **queue}
    if refusal is not None:
        return await request.again("studio/moderate.html", refusal, context)
    return await request.page("studio/moderate.html", context)


@get("/rooms/{room_id:str}/moderate/queue")
async def show_queue(request: AppRequest, room_id: Id) -> Answer:
    room = await request.read(room_to_moderate, request.actor, room_id)
    page = await room_page(request, room_id)
    context = {"room": room, **await queue_context(request, room_id, page.questions)}
    return await request.page("studio/_moderate_queue.html", context)


@post("/rooms/{room_id:str}/moderate/lines/{line_id:str}/hide")
async def hide(request: AppRequest, room_id: Id, line_id: Id) -> Answer:
    await request.write(hide_line, line_id)
    return _done(request, room_id)


@post("/rooms/{room_id:str}/moderate/people/{person_id:str}/silence")
async def silence_person(request: AppRequest, room_id: Id, person_id: Id) -> Answer:
    await request.write(silence, room_id, person_id, await request.form_as(Silencing))
    return _done(request, room_id)


@post("/rooms/{room_id:str}/moderate/people/{person_id:str}/unmute")
async def give_voice_back(request: AppRequest, room_id: Id, person_id: Id) -> Answer:
    await request.write(unmute, room_id, person_id)
    return request.go(f"/studio/rooms/{room_id}/moderate", toast="saved")


@post("/rooms/{room_id:str}/moderate/appeals/{mute_id:str}")
async def decide_appeal(request: AppRequest, room_id: Id, mute_id: Id) -> Answer:
    try:
        form = await request.form_as(Deciding)
        await request.write(decide_mute_appeal, mute_id, outcome=form.outcome, answer=form.answer)
    except Refusal as refusal:
        if refusal.status in {403, 404}:
            raise
        return await _moderate(request, room_id, refusal)
    return request.go(f"/studio/rooms/{room_id}/moderate", toast="saved")


@post("/rooms/{room_id:str}/moderate/questions/{question_id:str}/dismiss")
async def put_aside(request: AppRequest, room_id: Id, question_id: Id) -> Answer:
    await request.write(dismiss, question_id)
    return _done(request, room_id)


@post("/rooms/{room_id:str}/moderate/questions/{question_id:str}/merge")
async def merge(request: AppRequest, room_id: Id, question_id: Id) -> Answer:
    form = await request.form_as(Merging)
    await request.write(merge_questions, question_id, into_id=form.into)
    return _done(request, room_id)


@post("/rooms/{room_id:str}/moderate/questions/{question_id:str}/part")
async def take_apart(request: AppRequest, room_id: Id, question_id: Id) -> Answer:
    await request.write(part_questions, question_id)
    return _done(request, room_id)


@post("/rooms/{room_id:str}/moderate/questions/{question_id:str}/hide")
async def hide_asked(request: AppRequest, room_id: Id, question_id: Id) -> Answer:
    await request.write(hide_question, question_id)
    return _done(request, room_id)


@post("/rooms/{room_id:str}/moderate/manners")
async def change_manners(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(NewManners)
    await request.write(set_manners, room_id, Manners(form.slow_s * SECOND_MS, form.speakers))
    return _done(request, room_id)


@post("/rooms/{room_id:str}/helpers")
async def name_helper(request: AppRequest, room_id: Id) -> Answer:
    try:
        form = await request.form_as(NewHelper)
        await request.write(name_moderator, room_id, helper_id(form.page))
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        return await _moderate(request, room_id, refusal)
    return request.go(f"/studio/rooms/{room_id}/moderate", toast="saved")


@post("/rooms/{room_id:str}/helpers/{person_id:str}/dismiss")
async def dismiss_helper(request: AppRequest, room_id: Id, person_id: Id) -> Answer:
    await request.write(dismiss_moderator, room_id, person_id)
    return request.go(f"/studio/rooms/{room_id}/moderate", toast="saved")


@get("/rooms/{room_id:str}/moderate/words")
async def show_words(request: AppRequest, room_id: Id) -> Answer:
    return await _words_page(request, room_id)


@post("/rooms/{room_id:str}/moderate/words")
async def change_words(request: AppRequest, room_id: Id) -> Answer:
    try:
        form = await request.form_as(Wordlist)
        await request.write(set_words, room_id, lines_of(form.words))
    except Refusal as refusal:
        if "field" not in refusal.params:
            raise
        return await _words_page(request, room_id, refusal)
    return request.go(f"/studio/rooms/{room_id}/moderate/words", toast="saved")


async def _words_page(request: AppRequest, room_id: str, refusal: Refusal | None = None) -> Answer:
    words = await request.read(words_of, request.actor, room_id)
    typed = (await request.typed()).first("words") if refusal else "\n".join(words)
    context = {
        "room": await request.read(room_for, request.actor, room_id),
        "words": typed[:WORDS_TEXT_MAX],
        "count": len(words),
        "limit": WORDS_MAX,
    }
    if refusal is not None:
        return await request.again("studio/words.html", refusal, context)
    return await request.page("studio/words.html", context)


def _done(request: AppRequest, room_id: str) -> Answer:
    """The room's events tell everybody, this page too."""
    if request.is_fragment:
        return Response(b"", status_code=204)
    return request.go(f"/studio/rooms/{room_id}/moderate", toast="saved")


router = Router(
    "/",
    route_handlers=[
        show_room,
        show_queue,
        hide,
        silence_person,
        give_voice_back,
        decide_appeal,
        put_aside,
        hide_asked,
        merge,
        take_apart,
        change_manners,
        name_helper,
        dismiss_helper,
        show_words,
        change_words,
    ],
    opt=needs(*SIGNED_IN),
)
