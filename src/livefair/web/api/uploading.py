"""Videos from a program: a slot, the bytes at once or in pieces, the words, the waiting, the publishing."""

import tempfile
from pathlib import Path
from typing import Annotated

import msgspec
from litestar import Router, get, post, put
from litestar.params import JSONBody, PathParameter

from livefair.content import Description, Video, describe, finish_upload, open_upload, publish, upload_for, video_for
from livefair.content.parts import Part, all_parts_of, forget_parts, keep_part, parts_of
from livefair.content.rules import PART_BYTES_MAX, PARTS_MAX, PRODUCTS_PER_VIDEO_MAX, UPLOAD_BYTES_MAX
from livefair.kernel import Actor, Conflict, ReadTx
from livefair.kernel.files import Files
from livefair.web.access import needs
from livefair.web.api.shapes import Body, Id, Key, Word
from livefair.web.paths import Id as PathId
from livefair.web.raw_bodies import TakesBytes, received
from livefair.web.requests import AppRequest

PART = ".part"
Number = Annotated[int, PathParameter(ge=1, le=PARTS_MAX, description="Which piece, from 1")]


class Opening(Body, kw_only=True):
    """How many bytes will come. The same `key` twice is the same slot."""

    byte_count: Annotated[int, msgspec.Meta(ge=1, le=UPLOAD_BYTES_MAX)]
    key: Key


class Upload(msgspec.Struct, kw_only=True):
    """`state`: uploading, uploaded, processing, ready, published, failed (see `failure_code`)."""

    video_id: str
    state: str
    byte_count: int
    received_bytes: int
    progress_percent: int
    failure_code: str | None
    part_bytes_max: int = PART_BYTES_MAX
    parts_max: int = PARTS_MAX


class Words(Body, kw_only=True):
    """`advertising` must be declared as soon as products are tagged."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
    caption: Annotated[str, msgspec.Meta(max_length=1_000, pattern=r"^[^\x00]*$")] = ""
    product_ids: Annotated[list[Id], msgspec.Meta(max_length=PRODUCTS_PER_VIDEO_MAX)] = msgspec.field(
        default_factory=list
    )
    advertising: Word = "none"


def upload_state(tx: ReadTx, actor: Actor, video_id: str) -> Upload:
    slot = upload_for(tx, actor, video_id)
    video: Video = video_for(tx, actor, video_id)
    came = sum(part.byte_count for part in parts_of(tx, actor, video_id))
    return Upload(
        video_id=video.id,
        state=video.state,
        byte_count=slot.byte_count,
        received_bytes=came if video.state == "uploading" else slot.byte_count,
        progress_percent=video.progress_percent,
        failure_code=video.failure_code,
    )


@post("/uploads", summary="Get a slot for a video")
async def open_slot(request: AppRequest, data: JSONBody[Opening]) -> Upload:
    slot = await request.write(open_upload, byte_count=data.byte_count, key=data.key)
    return await request.read(upload_state, request.actor, slot.video_id)


@get("/uploads/{video_id:str}", summary="How far an upload and its processing are")
async def show_upload(request: AppRequest, video_id: PathId) -> Upload:
    return await request.read(upload_state, request.actor, video_id)


@put(
    "/uploads/{video_id:str}/file",
    summary="Send all bytes at once",
    request_max_body_size=UPLOAD_BYTES_MAX,
    operation_class=TakesBytes,
)
async def put_whole(request: AppRequest, video_id: PathId) -> Upload:
    announced = (await request.read(upload_for, request.actor, video_id)).byte_count
    async with received(request) as body:
        if body.size != announced:
            raise Conflict("parts_missing", received=body.size, announced=announced)
        key = await request.services.files.put_file(Path(body.file.name), bytes_max=UPLOAD_BYTES_MAX)
    await request.write(finish_upload, video_id, file_key=key, byte_count=announced)
    return await request.read(upload_state, request.actor, video_id)


@put(
    "/uploads/{video_id:str}/parts/{number:int}",
    summary="Send one piece; in any order, as often as needed",
    request_max_body_size=PART_BYTES_MAX,
    operation_class=TakesBytes,
)
async def put_part(request: AppRequest, video_id: PathId, number: Number) -> Upload:
    if (await request.read(upload_for, request.actor, video_id)).state != "uploading":
        raise Conflict("upload_over")
    async with received(request) as body:
        key = await request.services.files.put_file(Path(body.file.name), suffix=PART, bytes_max=PART_BYTES_MAX)
    await request.write(keep_part, video_id, Part(number, key, body.size))
    return await request.read(upload_state, request.actor, video_id)


@post("/uploads/{video_id:str}/finish", status_code=200, summary="All pieces are sent: put them together")
async def finish(request: AppRequest, video_id: PathId) -> Upload:
    files = request.services.files
    if (await request.read(upload_for, request.actor, video_id)).state == "uploading":
        parts = await request.read(all_parts_of, request.actor, video_id)
        key = await put_together(files, parts)
        count = sum(part.byte_count for part in parts)
        await request.write(finish_upload, video_id, file_key=key, byte_count=count)
        for left in await request.write(forget_parts, video_id):
            await files.delete(left)
    return await request.read(upload_state, request.actor, video_id)


async def put_together(files: Files, parts: list[Part]) -> str:
    """The pieces as one file. Returns its key."""
    with tempfile.NamedTemporaryFile(prefix="livefair-upload-") as whole:
        for part in parts:
            async for chunk in files.stream(part.file_key):
                whole.write(chunk)
        whole.flush()
        return await files.put_file(Path(whole.name), bytes_max=UPLOAD_BYTES_MAX)


@post("/videos/{video_id:str}/words", status_code=204, summary="Say what a video is, and which products are in it")
async def say_what(request: AppRequest, video_id: PathId, data: JSONBody[Words]) -> None:
    words = Description(data.title, data.caption, tuple(data.product_ids), data.advertising)
    await request.write(describe, video_id, words)


@post("/videos/{video_id:str}/publish", status_code=204, summary="Show a video that is ready to everybody")
async def publish_video(request: AppRequest, video_id: PathId) -> None:
    await request.write(publish, video_id)


router = Router(
    "/",
    route_handlers=[open_slot, show_upload, put_whole, put_part, finish, say_what, publish_video],
    opt=needs("host", "brand"),
    tags=["uploading"],
)
