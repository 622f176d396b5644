"""Keeping a room's talk in order, for programs of its host and of those who help there."""

from typing import Annotated, Literal

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import JSONBody, QueryParameter

from livefair.kernel import Actor, ReadTx
from livefair.live import Why, dismiss, hide_line, mute, unmute
from livefair.live.caption_care import CaptionRow, captions_to_mend, correct_caption, withdraw_caption
from livefair.live.civility import set_words, words_of
from livefair.live.merging import merge_questions, part_questions
from livefair.live.mute_appeals import appeal_mute, decide_mute_appeal, open_mute_appeals
from livefair.live.muting import Muted, bar, muted_in
from livefair.live.questions import hide_question
from livefair.live.rooms import dismiss_moderator, name_moderator
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Id, Text, Word
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

Note = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")]
PageNumber = Annotated[int, QueryParameter(ge=1, le=100, description="Which page, of 100 lines each")]
Unwanted = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]


class MuteState(msgspec.Struct, kw_only=True):
    """Without `until_at_ms` it holds until somebody lifts it; `is_barred`: they may not take part at all."""

    id: str
    person_id: str
    reason: str
    note: str
    muted_at_ms: int
    until_at_ms: int | None
    is_barred: bool


class Silencing(Body, kw_only=True):
    """`reason` is spam, abuse, advertising, off_topic or other."""

    reason: Word
    note: Note = ""
    for_ms: Annotated[int, msgspec.Meta(ge=1, le=2_592_000_000)] | None = None
    is_barred: bool = False


class Words(Body, kw_only=True):
    words: Annotated[list[Unwanted], msgspec.Meta(max_length=500)]


class CaptionState(msgspec.Struct, kw_only=True):
    """`first_text` is what stood there before it was corrected; one that was taken back is shown to nobody."""

    id: str
    lang: str
    text: str
    at_ms: int
    first_text: str | None
    withdrawn_at_ms: int | None


class Mending(Body, kw_only=True):
    text: Text


class Merging(Body, kw_only=True):
    into_id: Id


class Appeal(msgspec.Struct, kw_only=True):
    mute_id: str
    person_id: str
    text: str
    asked_at_ms: int


class Appealing(Body, kw_only=True):
    text: Text


class Decision(Body, kw_only=True):
    outcome: Literal["lifted", "upheld"]
    answer: Note


def mutes_for(tx: ReadTx, actor: Actor, room_id: str) -> list[MuteState]:
    return [_state(muted) for muted in muted_in(tx, actor, room_id)]


def _state(muted: Muted) -> MuteState:
    return MuteState(
        id=muted.id,
        person_id=muted.person_id,
        reason=muted.reason,
        note=muted.note,
        muted_at_ms=muted.muted_at_ms,
        until_at_ms=muted.until_at_ms,
        is_barred=muted.barred_at_ms is not None,
    )


def captions_for(tx: ReadTx, actor: Actor, show_id: str, page: int) -> list[CaptionState]:
    return [_caption(row) for row in captions_to_mend(tx, actor, show_id, page=page)]


def _caption(row: CaptionRow) -> CaptionState:
    return CaptionState(
        id=row.id,
        lang=row.lang,
        text=row.text,
        at_ms=row.at_ms,
        first_text=row.first_text,
        withdrawn_at_ms=row.withdrawn_at_ms,
    )


def appeals_for(tx: ReadTx, actor: Actor, room_id: str) -> list[Appeal]:
    return [
        Appeal(mute_id=muted.id, person_id=muted.person_id, text=appeal.text, asked_at_ms=appeal.asked_at_ms)
        for appeal, muted in open_mute_appeals(tx, actor, room_id)
    ]


@get("/rooms/{room_id:str}/mutes", summary="Who has no voice in a room, and why")
async def list_mutes(request: AppRequest, room_id: PathId) -> list[MuteState]:
    return await request.read(mutes_for, request.actor, room_id)


@put("/rooms/{room_id:str}/mutes/{person_id:str}", status_code=204, summary="Mute somebody in a room, or bar them")
async def silence(request: AppRequest, room_id: PathId, person_id: PathId, data: JSONBody[Silencing]) -> None:
    act = bar if data.is_barred else mute
    await request.write(act, room_id, person_id, why=Why(data.reason, data.note), for_ms=data.for_ms)


@delete("/rooms/{room_id:str}/mutes/{person_id:str}", status_code=204, summary="Give somebody their voice back")
async def give_voice(request: AppRequest, room_id: PathId, person_id: PathId) -> None:
    await request.write(unmute, room_id, person_id)


@post("/rooms/{room_id:str}/mute-appeals", status_code=204, summary="Ask that one's own mute is looked at again")
async def appeal(request: AppRequest, room_id: PathId, data: JSONBody[Appealing]) -> None:
    await request.write(appeal_mute, room_id, text=data.text)


@get("/rooms/{room_id:str}/mute-appeals", summary="Appeals that wait for an answer, oldest first")
async def list_appeals(request: AppRequest, room_id: PathId) -> list[Appeal]:
    return await request.read(appeals_for, request.actor, room_id)


@post("/mutes/{mute_id:str}/decision", status_code=204, summary="Lift a mute or uphold it, with a sentence")
async def decide(request: AppRequest, mute_id: PathId, data: JSONBody[Decision]) -> None:
    await request.write(decide_mute_appeal, mute_id, outcome=data.outcome, answer=data.answer)


@get("/rooms/{room_id:str}/words", summary="Words that a room does not want")
async def list_words(request: AppRequest, room_id: PathId) -> list[str]:
    return await request.read(words_of, request.actor, room_id)


@put("/rooms/{room_id:str}/words", summary="Set them, in place of those before; answers as they are kept")
async def replace_words(request: AppRequest, room_id: PathId, data: JSONBody[Words]) -> list[str]:
    return await request.write(set_words, room_id, data.words)


@post("/lines/{line_id:str}/hide", status_code=204, summary="Take a chat line away; its author may, too")
async def hide(request: AppRequest, line_id: PathId) -> None:
    await request.write(hide_line, line_id)


@post("/questions/{question_id:str}/dismiss", status_code=204, summary="Put a question aside")
async def put_aside(request: AppRequest, question_id: PathId) -> None:
    await request.write(dismiss, question_id)


@post("/questions/{question_id:str}/hide", status_code=204, summary="Hide a question; its asker may, too")
async def hide_asked(request: AppRequest, question_id: PathId) -> None:
    await request.write(hide_question, question_id)


@post(
    "/questions/{question_id:str}/merge", status_code=204, summary="Make a question part of another that asks the same"
)
async def merge(request: AppRequest, question_id: PathId, data: JSONBody[Merging]) -> None:
    await request.write(merge_questions, question_id, into_id=data.into_id)


@post("/questions/{question_id:str}/part", status_code=204, summary="Undo it: the question waits for itself again")
async def take_apart(request: AppRequest, question_id: PathId) -> None:
    await request.write(part_questions, question_id)


@get("/shows/{show_id:str}/captions", summary="What was said in writing, newest first, for those who keep order")
async def list_captions(request: AppRequest, show_id: PathId, page: PageNumber = 1) -> list[CaptionState]:
    return await request.read(captions_for, request.actor, show_id, page)


@put("/captions/{caption_id:str}", status_code=204, summary="Other words in place of a caption, for viewers and replay")
async def mend_caption(request: AppRequest, caption_id: PathId, data: JSONBody[Mending]) -> None:
    await request.write(correct_caption, caption_id, text=data.text)


@delete("/captions/{caption_id:str}", status_code=204, summary="Take a caption back")
async def take_caption_back(request: AppRequest, caption_id: PathId) -> None:
    await request.write(withdraw_caption, caption_id)


@put(
    "/rooms/{room_id:str}/helpers/{person_id:str}",
    opt=needs("host"),
    status_code=204,
    summary="Let somebody help to keep order in a room",
)
async def name_helper(request: AppRequest, room_id: PathId, person_id: PathId) -> None:
    await request.write(name_moderator, room_id, person_id)


@delete(
    "/rooms/{room_id:str}/helpers/{person_id:str}", opt=needs("host"), status_code=204, summary="Let them help no more"
)
async def dismiss_helper(request: AppRequest, room_id: PathId, person_id: PathId) -> None:
    await request.write(dismiss_moderator, room_id, person_id)


router = Router(
    "/",
    route_handlers=[
        list_mutes,
        silence,
        give_voice,
        appeal,
        list_appeals,
        decide,
        list_words,
        replace_words,
        hide,
        put_aside,
        hide_asked,
        merge,
        take_apart,
        name_helper,
        list_captions,
        mend_caption,
        take_caption_back,
        dismiss_helper,
    ],
    opt=needs(*SIGNED_IN),
    tags=["moderation"],
)
