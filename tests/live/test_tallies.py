"""The running sums equal a recount from the fact log and the journals."""

from collections.abc import Callable

import pytest

from livefair.kernel import GUEST, MINUTE_MS, SYSTEM, Actor, Database
from livefair.kernel.runner import run_due_now
from livefair.live import answer, ask, end_show
from livefair.live.chat import check_line
from livefair.live.finds import note_find
from livefair.live.journal import Batch, Tap, end_abandoned_stays, journal
from livefair.live.metrics import MEASURES, metrics
from livefair.live.recount import recount
from livefair.live.screen import all_sums, products_now, screen_for, skus_now
from livefair.live.stays import Arrival, Click, Departure
from livefair.live.tallies import sums_of
from livefair.people import follow
from livefair.shop import Source
from tests.stall import buy, set_up

# What was so at the moment of counting, and nothing logged says again.
AS_THEY_STOOD = ("visitors:", "buyers:")


def compare(db: Database, show_id: str) -> dict[str, int]:
    run_due_now(db)
    sums = {name: amount for name, amount in db.read_now(sums_of, show_id).items() if amount}
    logged = {name: amount for name, amount in sums.items() if not name.startswith(AS_THEY_STOOD)}
    assert logged == db.read_now(recount, show_id)
    for name in ("visitors", "buyers"):
        assert sum(sums.get(f"{name}:{kind}", 0) for kind in ("guest", "member", "follower")) == sums.get(name, 0)
    return sums


@pytest.fixture
def busy(db: Database, join: Callable[..., Actor], stage, clock):
    """A show in which everything that is counted has happened."""
    stall = set_up(db, join, pieces=50)
    people = [join(f"zoe{number}") for number in range(4)]
    db.write_now(follow, people[0], stage.host.id)
    start = db.clock()
    viewers = [*(person.id for person in people), "guest:a", "guest:b", people[0].id]
    arrivals = tuple(
        Arrival(f"stay-{number}", stage.room_id, stage.show_id, viewer, ("feed", "share")[number % 2], None, start)
        for number, viewer in enumerate(viewers)
    )
    db.write_now(journal, SYSTEM, Batch("1", arrivals=arrivals, viewers=((stage.show_id, 6),)))
    clock.advance(2 * MINUTE_MS)
    line = db.read_now(check_line, people[1], stage.room_id, line_id="line-1", text="好看")
    taps = (Tap(stage.show_id, people[0].id, "like", 40), Tap(stage.show_id, "guest:a", "pulse:too_fast", 2))
    clicks = tuple(Click(f"click-{n}", stage.show_id, viewers[n], stall.product_id, db.clock()) for n in range(3))
    batch = Batch("2", lines=(line,), taps=taps, clicks=clicks, departures=(Departure("stay-5", db.clock()),))
    for _ in range(2):  # the same batch twice is once
        db.write_now(journal, SYSTEM, batch)
    db.write_now(follow, people[1], stage.host.id)
    question = db.write_now(ask, people[2], stage.room_id, text="多大？")
    db.write_now(answer, stage.host, question.id, text="300 ml")
    db.write_now(note_find, people[3], stage.show_id, took_ms=4_000, guest="")
    db.write_now(note_find, GUEST, stage.show_id, took_ms=10**9, guest="a")
    source = Source(room_id=stage.room_id, host_id=stage.host.id)
    for number, buyer in enumerate((people[0], people[0], people[2])):
        buy(stall, buyer, quantity=number + 1, source=source, key=f"k{number}")
    return stall


def test_what_is_counted_while_it_happens_equals_a_recount(db, stage, busy, clock):
    sums = compare(db, stage.show_id)
    assert (sums["visitors"], sums["entries"], sums["here"]) == (6, 7, 6)
    assert (sums["visitors:guest"], sums["visitors:follower"], sums["visitors:member"]) == (2, 1, 3)
    assert (sums["orders"], sums["buyers"], sums["items"], sums["paid_minor"]) == (3, 2, 6, 6 * 9900)
    assert sums["buyers:follower"] == 1
    assert (sums["likes"], sums["pulses"], sums["lines"], sums["clicks"]) == (40, 2, 1, 3)
    assert (sums["follows"], sums["questions"], sums["answers"]) == (2, 1, 1)
    assert sums["watched_ms"] == 2 * MINUTE_MS
    clock.advance(MINUTE_MS)
    departures = tuple(Departure(f"stay-{number}", db.clock()) for number in range(7))
    db.write_now(journal, SYSTEM, Batch("3", departures=departures))
    assert "here" not in compare(db, stage.show_id)


def test_a_sale_told_of_after_the_end_still_belongs_to_the_show(db, stage, busy, clock):
    db.write_now(end_show, stage.host, stage.show_id)
    clock.advance(MINUTE_MS)
    assert compare(db, stage.show_id)["orders"] == 3


def test_what_is_bought_after_the_end_does_not(db, stage, busy, join, clock):
    run_due_now(db)
    db.write_now(end_show, stage.host, stage.show_id)
    clock.advance(MINUTE_MS)
    buy(busy, join("late"), source=Source(room_id=stage.room_id, host_id=stage.host.id), key="late")
    assert compare(db, stage.show_id)["orders"] == 3


def test_what_is_found_in_the_replay_counts_for_the_show(db, stage, busy, clock, join):
    db.write_now(end_show, stage.host, stage.show_id)
    clock.advance(600 * MINUTE_MS)
    db.write_now(note_find, join("late"), stage.show_id, took_ms=0, guest="")
    sums = compare(db, stage.show_id)
    assert (sums["finds"], sums["find_ms"]) == (3, 604_001)


def test_a_find_in_a_show_that_is_not_there_is_dropped(db, join):
    db.write_now(note_find, join("ana"), "nowhere", took_ms=5, guest="")


def test_after_a_crash_nobody_is_left_in_the_room(db, stage, busy):
    run_due_now(db)
    db.write_now(end_abandoned_stays, SYSTEM)
    assert "here" not in compare(db, stage.show_id)


def test_the_screen_shows_the_whole_box(db, stage, busy, clock):
    run_due_now(db)
    screen = db.read_now(screen_for, stage.host, stage.show_id)
    assert set(screen.values) == {metric.id for metric in metrics()} == set(MEASURES)
    assert screen.values["paid"] == screen.values["net"] == 59_400
    assert screen.values["gpm"] == pytest.approx(59_400 / 7 * 1000)
    assert screen.values["conversion"] == pytest.approx(2 / 6)
    assert screen.values["watch"] == pytest.approx(7 * 120 / 6)
    assert screen.values["ctor"] == 1.0
    assert (screen.values["finds"], screen.values["find_time"]) == (2, (4 + 600) / 2)
    assert sum(screen.minutes["paid_minor"]) == 59_400
    assert screen.minutes["here"][-1] == screen.values["online"] == 6
    assert screen.sources == {"feed": 4, "share": 3}
    assert sum(db.read_now(all_sums, screen.show)[f"entries:{name}"] for name in ("feed", "share")) == 7
    (product,) = db.read_now(products_now, screen.show)
    assert (product.clicks, product.clickers, product.quantity, product.amount_minor) == (3, 3, 6, 59_400)
    (sku,) = db.read_now(skus_now, screen.show, [busy.product_id])
    assert (sku.sold, sku.left, sku.through) == (6, 44, pytest.approx(0.12))
