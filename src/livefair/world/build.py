"""Making a world: day one, then a month, all through the use cases that people use, while the artwork is made."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from livefair.content import VideoProcessor
from livefair.kernel import DAY_MS, SYSTEM, Database
from livefair.kernel.clock import SetClock
from livefair.world.ahead import Ahead
from livefair.world.artwork.files import FIRST_AVATARS, Artwork
from livefair.world.artwork.make import Workshop
from livefair.world.auctioning import hold_auctions
from livefair.world.dealing import make_deals
from livefair.world.fair import Fair, Plan, Progress, plant
from livefair.world.formats import sell_in_other_ways
from livefair.world.history import live_through
from livefair.world.pooling import share_in_a_pool
from livefair.world.premieres import announce_premiere
from livefair.world.reckoning import say_what_a_year_costs
from livefair.world.setting_up import set_up


def build(plan: Plan, progress: Progress) -> None:
    """Fill the migrated, empty database at `plan.url`; the artwork is kept for the next time."""
    clock = SetClock(plan.ends_at_ms - plan.days * DAY_MS)
    db = Database(plan.url, clock=clock, rng=Random(f"{plan.seed}:ids"), durable=False)
    try:
        with processing_ahead(plan) as ahead, workshop(plan, ahead, progress) as art, asyncio.Runner() as loop:
            processors = {**plan.processors, VideoProcessor: ahead} if ahead else plan.processors
            fair = Fair(replace(plan, processors=processors), db, clock, loop, art, progress)
            plant(fair)
            set_up(fair)
            share_in_a_pool(fair)
            live_through(fair)
            make_deals(fair)
            sell_in_other_ways(fair)
            hold_auctions(fair)
            say_what_a_year_costs(fair)
            db.write_now(announce_premiere, SYSTEM, plan.films, plan.seed)
    finally:
        db.close()


@contextlib.contextmanager
def processing_ahead(plan: Plan) -> Iterator[Ahead | None]:
    """Films are processed as soon as they are made, long before their hosts upload them."""
    if VideoProcessor not in plan.processors:
        yield None
        return
    ahead = Ahead(plan.processors[VideoProcessor])
    try:
        yield ahead
    finally:
        ahead.close()


def workshop(plan: Plan, ahead: Ahead | None, progress: Progress) -> Workshop:
    """All pictures, and the films of the history as soon as day one has what it needs."""
    art = Artwork.of(plan.folder, plan.seed)
    films, pictures = art.films()[: plan.films], list(art.pictures())
    first = pictures.index(art.avatar(FIRST_AVATARS))

    def made(path: Path) -> None:
        if ahead and path in films:
            ahead.begin(plan.files.put_file_now(path, suffix=path.suffix))

    wanted = [*pictures[:first], *films, *pictures[first:]]
    return Workshop(plan.folder, plan.seed, wanted, lambda done, of: progress("pictures", done, of), made)
