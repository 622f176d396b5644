"""Films that come after the pages: each host uploads theirs while the world lives on, one at a time.

What is still to come waits in the outbox, so a program that is stopped in between goes on with it at its next start.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from livefair.content import Description, describe, finish_upload, open_upload, publish, upload_for
from livefair.content.topics import set_topics
from livefair.kernel import MINUTE_MS, SYSTEM, Actor, JobContext, ReadTx, WriteTx, long_job
from livefair.kernel.files import Files
from livefair.kernel.job_board import waiting
from livefair.kernel.jobs import name_of_job
from livefair.people import actor_of, person_called
from livefair.world import words
from livefair.world.artwork import product_of
from livefair.world.artwork.files import FILMED, FILMS, Artwork
from livefair.world.artwork.make import make_one
from livefair.world.cast import HOSTS
from livefair.world.demo import demo_address
from livefair.world.stall_book import offered_by

LIMIT_MS = 15 * MINUTE_MS
LOOK_EVERY_S = 0.5
IN_PROCESSING = {"uploaded", "processing"}


@dataclass(frozen=True, slots=True)
class Premieres:
    """What the job needs: the `folder` that keeps the artwork, and whom to tell (films shown, of how many)."""

    folder: Path
    tell: Callable[[int, int], None]


def announce_premiere(tx: WriteTx, actor: Actor, film: int, seed: int) -> None:
    """Queue the film of this number and, after it, those that follow; nothing after the last one."""
    if film < FILMS:
        tx.later(premiere, key=f"premiere:{film}", film=film, seed=seed)


def are_to_come(tx: ReadTx) -> bool:
    """Whether films of the demo world still wait for their premieres."""
    return any(row.name == name_of_job(premiere) for row in waiting(tx))


@long_job(limit_ms=LIMIT_MS)
async def premiere(ctx: JobContext, *, film: int, seed: int) -> None:
    """Make the film, upload it as its host would, publish it when it is processed. Done twice, it is shown once."""
    premieres: Premieres = ctx.services[Premieres]
    author = await ctx.db.read(author_of, film)
    if author is not None:
        video_id = await _upload(ctx, premieres, author, film, seed)
        if await _processed(ctx, author, video_id) == "ready":
            await ctx.db.write(_publish, author, video_id, film)
    await ctx.db.write(announce_premiere, SYSTEM, film + 1, seed)
    premieres.tell(film + 1, FILMS)


def author_of(tx: ReadTx, film: int) -> Actor | None:
    """The host who shows the film's product; None when the account is gone."""
    part = next(part for part in HOSTS if FILMED[film] in part.specialities)
    address = demo_address(part.account) if part.account == "host" else f"{part.account}@example.org"
    person_id = person_called(tx, address)
    return actor_of(tx, person_id) if person_id else None


def description_of(film: int, product_id: str) -> Description:
    product, (zh, en) = product_of(FILMED[film]), words.FILM_TITLES[film]
    return Description(f"{zh} · {en}", f"#{product.zh} #{product.en}", (product_id,), "commission")


async def _upload(ctx: JobContext, premieres: Premieres, author: Actor, film: int, seed: int) -> str:
    files: Files = ctx.services[Files]
    path = Artwork.of(premieres.folder, seed).film(film)
    if not path.exists():
        await make_one(premieres.folder, seed, path)
    size = path.stat().st_size
    upload = await ctx.db.write(open_upload, author, byte_count=size, key=path.name)
    if upload.state == "uploading":
        stored = await files.put_file(path, suffix=path.suffix)
        await ctx.db.write(finish_upload, author, upload.video_id, file_key=stored, byte_count=size)
    return upload.video_id


async def _processed(ctx: JobContext, author: Actor, video_id: str) -> str:
    """The video's state once nobody works on it any more."""
    while (state := (await ctx.db.read(upload_for, author, video_id)).state) in IN_PROCESSING:
        await asyncio.sleep(LOOK_EVERY_S)
    return state


def _publish(tx: WriteTx, actor: Actor, video_id: str, film: int) -> None:
    offered = offered_by(tx, (FILMED[film],))
    if offered:  # else its product has been taken off the shelves
        describe(tx, actor, video_id, description_of(film, offered[0].product_id))
        set_topics(tx, actor, video_id, list(words.FILM_TOPICS[film]))
        publish(tx, actor, video_id)
