"""A host with a fan club, a room and a stall of goods, and people who are members of it."""

from typing import NamedTuple

from livefair.community.fan_clubs import join_club, open_club
from livefair.kernel import SYSTEM, Actor
from livefair.live import open_room, plan_show, start_show
from livefair.live.chat import check_line
from livefair.live.journal import Batch, journal
from livefair.live.stays import Arrival, Departure
from livefair.shop import Source


class Fandom(NamedTuple):
    host: Actor
    club_id: str
    room_id: str

    @property
    def source(self):
        return Source(room_id=self.room_id, host_id=self.host.id)


def founded(db, join, *, name="hana", club="Hana's circle"):
    host = join(name, "host")
    room_id = db.write_now(open_room, host, title=f"{name}'s corner")
    club_id = db.write_now(open_club, host, name=club, promise="New things first, and tea on Sundays.")
    return Fandom(host, club_id, room_id)


def joined(db, fandom, *people, **more):
    for person in people:
        db.write_now(join_club, person, fandom.club_id, **more)


def on_air(db, fandom, *, title="Evening show"):
    show_id = db.write_now(plan_show, fandom.host, fandom.room_id, title=title, scene="home")
    db.write_now(start_show, fandom.host, show_id)
    return show_id


def watched(db, fandom, show_id, person, *, from_ms, until_ms, nth=0):
    """A stay as the room's journal keeps it."""
    stay_id = f"stay-{show_id}-{person.id}-{nth}"
    arrival = Arrival(stay_id, fandom.room_id, show_id, person.id, "direct", None, from_ms)
    db.write_now(journal, SYSTEM, Batch(f"in-{stay_id}", arrivals=(arrival,)))
    if until_ms is not None:
        db.write_now(journal, SYSTEM, Batch(f"out-{stay_id}", departures=(Departure(stay_id, until_ms),)))


def said(db, fandom, person, text="Hello", *, line_id):
    line = db.read_now(check_line, person, fandom.room_id, line_id=line_id, text=text)
    db.write_now(journal, SYSTEM, Batch(f"said-{line_id}", lines=(line,)))
    return line
