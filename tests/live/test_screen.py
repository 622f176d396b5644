"""The screen against the host's own past."""

import pytest

from livefair.kernel import MINUTE_MS, SYSTEM, NotAllowed
from livefair.live import end_show, plan_show, start_show
from livefair.live.journal import Batch, journal
from livefair.live.on_air import show_for
from livefair.live.screen import history_of, screen_for, worst_now
from livefair.live.stays import Arrival, Departure


def show_with(db, stage, clock, viewers, number):
    """Three minutes on air; everybody comes in the first and stays for two."""
    arrivals = [
        Arrival(f"{number}-{n}", stage.room_id, stage.show_id, f"guest:{n}", "feed", None, db.clock())
        for n in range(viewers)
    ]
    db.write_now(journal, SYSTEM, Batch(f"{number}-in", arrivals=tuple(arrivals)))
    clock.advance(2 * MINUTE_MS)
    left = tuple(Departure(each.stay_id, db.clock()) for each in arrivals)
    db.write_now(journal, SYSTEM, Batch(f"{number}-out", departures=left))
    clock.advance(MINUTE_MS)


def next_show(db, stage):
    db.write_now(end_show, stage.host, stage.show_id)
    show_id = db.write_now(plan_show, stage.host, stage.room_id, title="Next")
    db.write_now(start_show, stage.host, show_id)
    return stage._replace(show_id=show_id)


def test_a_show_far_below_the_usual_at_this_minute_is_flagged_and_a_usual_one_is_not(db, stage, clock):
    for number, viewers in enumerate((20, 22, 18, 25, 21, 19)):
        show_with(db, stage, clock, viewers, number)
        stage = next_show(db, stage)
    show_with(db, stage, clock, 5, 6)
    show, _ = db.read_now(show_for, stage.host, stage.show_id)
    screen = db.read_now(screen_for, stage.host, stage.show_id)
    history = db.read_now(history_of, show, stage.host.id)
    assert (history.n, history.past["visitors"].median, history.past["visitors"].low) == (6, 20.5, 18)
    assert history.past["watch"].median == 120
    assert history.past["ctor"] is None
    worst = worst_now(screen, history)
    assert (worst.metric, worst.value) == ("visitors", 5)
    stage = next_show(db, stage)
    show_with(db, stage, clock, 21, 7)
    show, _ = db.read_now(show_for, stage.host, stage.show_id)
    screen = db.read_now(screen_for, stage.host, stage.show_id)
    assert worst_now(screen, db.read_now(history_of, show, stage.host.id)) is None


def test_in_the_first_minute_nothing_is_compared(db, stage, clock):
    show_with(db, stage, clock, 3, 0)
    stage = next_show(db, stage)
    show, _ = db.read_now(show_for, stage.host, stage.show_id)
    assert db.read_now(history_of, show, stage.host.id).n == 0


def test_only_who_runs_the_room_sees_its_screen(db, stage, join):
    with pytest.raises(NotAllowed):
        db.read_now(screen_for, join("eve", "host"), stage.show_id)
