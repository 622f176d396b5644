"""Viewers of the demo room give: they say their age once, fill their wallets when they are empty, and send gifts."""

import contextlib
from random import Random

from livefair.kernel import Actor, Database, Refusal
from livefair.live.gifts import Giving, send_gift
from livefair.people.ages import age_of, confirm_age
from livefair.people.consents import give_consent
from livefair.shop.local_provider import NAME, charge
from livefair.shop.top_ups import top_up
from livefair.shop.wallets import wallet_of

LOW_MINOR = 1_000
FILL_MINOR = 10_000
CODES = ("rose", "tea", "cake", "lantern", "rocket")
WEIGHTS = (55, 28, 12, 4, 1)


def give(db: Database, viewer: Actor, room_id: str, rng: Random) -> None:
    """One gift, or, with an empty wallet, a top-up whose money comes a moment later."""
    with contextlib.suppress(Refusal):
        if db.read_now(age_of, viewer.id) == "unknown":
            _arrive(db, viewer, rng)
        if db.read_now(wallet_of, viewer.id).free.minor < LOW_MINOR:
            _fill(db, viewer)
        [code] = rng.choices(CODES, WEIGHTS)
        db.write_now(send_gift, viewer, room_id, Giving(code, f"{viewer.id}:{db.clock()}", rng.choice((1, 1, 1, 5))))


def _arrive(db: Database, viewer: Actor, rng: Random) -> None:
    """Most want to be seen with what they give."""
    db.write_now(confirm_age, viewer, f"{rng.randint(1960, 2003)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}")
    if rng.random() < 0.7:
        db.write_now(give_consent, viewer, "leaderboard")


def _fill(db: Database, viewer: Actor) -> None:
    payment_id = db.write_now(top_up, viewer, amount_minor=FILL_MINOR, provider=NAME, key=f"fill {db.clock()}")
    db.write_now(charge, viewer, payment_id, behaviour="pay")
