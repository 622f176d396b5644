"""A small studio: a processor that plays by a script, products to tag, videos that are published."""

import asyncio

from livefair.catalog import add_sku, create_product
from livefair.catalog.products import Words
from livefair.content import Description, Processed, VideoProcessor, describe, finish_upload, open_upload, publish
from livefair.content.processing import begin_processing, finish_processing, process_video
from livefair.kernel import SYSTEM, Money
from livefair.kernel.runner import JobContext
from livefair.people import actor_of, found_organisation

DONE = Processed("videos/v.mp4", "videos/v/index.m3u8", "videos/v.jpg", 720, 1280, 12_000)


class ScriptedProcessor:
    """Does what its script says: yields steps, raises errors."""

    def __init__(self, *script):
        self.script, self.runs = script, []

    async def transcode(self, file_key, video_id):
        self.runs.append((file_key, video_id))
        for step in self.script:
            await asyncio.sleep(0)
            if isinstance(step, Exception):
                raise step
            yield step


def context(db, processor) -> JobContext:
    return JobContext(db, {VideoProcessor: processor})


def uploaded(db, author, key="k"):
    db.clock.advance(1)  # so that ids sort by their making
    upload = db.write_now(open_upload, author, byte_count=1000, key=key)
    db.write_now(finish_upload, author, upload.video_id, file_key="00/file.mp4", byte_count=1000)
    return upload.video_id


def ready(db, author, key="k"):
    video_id = uploaded(db, author, key)
    asyncio.run(process_video(context(db, ScriptedProcessor(DONE)), video_id=video_id))
    return video_id


def published(db, author, key="k", **described):
    """Also where a loop runs: the processing talks to nobody here."""
    video_id = uploaded(db, author, key)
    db.write_now(begin_processing, SYSTEM, video_id)
    db.write_now(finish_processing, SYSTEM, video_id, DONE)
    db.write_now(describe, author, video_id, Description(**({"title": f"About {key}"} | described)))
    db.write_now(publish, author, video_id)
    return video_id


def brand_with_product(db, join, name="Jade"):
    """A brand's owner and one listed product of the brand."""
    owner = join(name.lower())
    db.write_now(found_organisation, owner, kind="brand", name=name)
    owner = db.read_now(actor_of, owner.id)
    words = Words(title_zh="青瓷杯", title_en="Celadon cup", about_zh="", about_en="", category="home")
    product_id = db.write_now(create_product, owner, words)
    db.write_now(add_sku, owner, product_id, name_zh="青", name_en="Green", price=Money(5_900))
    return owner, product_id
