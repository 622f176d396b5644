"""Weeks in which somebody buys and keeps, and rooms to which people come by the name and otherwise."""

from livefair.kernel import DAY_MS, SYSTEM, Actor
from livefair.live import open_room
from livefair.live.journal import Batch, journal
from livefair.live.stays import Arrival
from livefair.value.indicators.window import WEEK_MS
from livefair.value.worth import HOUSE, Said, set_terms
from tests.value.shopping import deliver, line, pay, wait

OPERATOR = Actor("op", frozenset({"operator"}))
PLAN = [("direct", 8, 4), ("profile", 4, 2), ("feed", 8, 2), ("video", 4, 1), ("share", 5, 5)]
"""Half of those who came by the name buy, a quarter of the others."""
BRAND = Actor("owner", frozenset({"brand"}), organisation_id="brand")


def comes(db, room_id, viewer, source):
    def arrive(tx, actor):
        stay = Arrival(tx.new_id(), room_id, None, viewer, source, None, tx.now_ms)
        journal(tx, actor, Batch(tx.new_id(), arrivals=(stay,)))

    db.write_now(arrive, SYSTEM)


def weeks(db, count, *, amount_minor=10_000, buyers=2):
    """Ends a moment after the last week's orders were released."""
    for week in range(count):
        for buyer in range(buyers):
            bought = line(amount_minor, room_id=None, host_id=None, mcn_id=None, reviewer_id=None)
            deliver(db, pay(db, bought, buyer_id=f"w{week}b{buyer}"), bought)
        wait(db, WEEK_MS)


def evening(db, join, plan):
    """`plan`: (source, people, of them buy). Returns the room."""
    room_id = db.write_now(open_room, join("host", "host"), title="room", about="")
    number = 0
    for source, people, buy in plan:
        for one in range(people):
            number += 1
            viewer = f"v{number}"
            comes(db, room_id, viewer, source)
            if one < buy:
                pay(db, line(room_id=room_id, host_id=None, mcn_id=None, reviewer_id=None), buyer_id=viewer)
    db.clock.advance(DAY_MS // 2)
    return room_id


def say(db, **more):
    said = {"opex_minor": 0, "capital_minor": 0, "tax_bp": 0, "wacc_bp": 1_000, "growth_bp": 200}
    return db.write_now(set_terms, OPERATOR, HOUSE, Said(**said | more))
