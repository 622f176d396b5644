"""Making a world: the artwork first, then day one, then a month, all through the use cases that people use."""

import asyncio
from random import Random

from livefair.kernel import DAY_MS, Database
from livefair.kernel.clock import SetClock
from livefair.world.artwork.make import make_all
from livefair.world.fair import Fair, Plan, Progress, plant
from livefair.world.history import live_through
from livefair.world.setting_up import set_up


def build(plan: Plan, progress: Progress) -> None:
    """Fill the migrated, empty database at `plan.url`. Takes about a minute; the artwork is kept for the next time."""
    art = make_all(plan.folder, plan.seed, lambda done, of, what: progress("artwork", done, of))
    clock = SetClock(plan.ends_at_ms - plan.days * DAY_MS)
    db = Database(plan.url, clock=clock, rng=Random(f"{plan.seed}:ids"), durable=False)
    try:
        with asyncio.Runner() as loop:
            fair = Fair(plan, db, clock, loop, art, progress)
            plant(fair)
            set_up(fair)
            live_through(fair)
    finally:
        db.close()
