from random import Random

import numpy as np
import pytest

from livefair.content import ViewLine, journal_views
from livefair.content.programme_drawing import draw_programmes
from livefair.content.programmes import members_of, open_programme
from livefair.content.rules.creators import HELD_OUT, TREATED, arms_of
from livefair.kernel import DAY_MS, SYSTEM, NotAllowed
from livefair.value.attribution.experiments import Experiment, lifts
from livefair.value.programmes import measure
from tests.content.studio import published
from tests.content.test_programmes import applied, draft

LIFT = 12


def watched(db, videos, viewers):
    """So many guests watch each host's video today."""
    lines = [
        ViewLine(video_id, None, f"{video_id[-6:]}{db.clock()}{number}", db.clock(), 5_000, 0)
        for person_id, video_id in videos.items()
        for number in range(viewers(person_id))
    ]
    for start in range(0, len(lines), 1_000):
        db.write_now(journal_views, SYSTEM, lines[start : start + 1_000])


def test_the_lift_that_was_planted_is_found_again_within_the_interval(db, clock, join):
    olga, rng = join("olga", "operator"), Random(11)
    programme_id = db.write_now(open_programme, olga, draft(db, seats=20), key="a")
    hosts = applied(db, join, programme_id, 40)
    videos = {host.id: published(db, host, host.id) for host in hosts}
    base = {host.id: rng.randrange(5, 40) for host in hosts}
    clock.advance(DAY_MS)
    watched(db, videos, lambda one: base[one] + rng.randrange(4))
    clock.advance(DAY_MS)
    assert db.read_now(measure, olga, programme_id).why == "not_drawn"
    db.write_now(draw_programmes, SYSTEM)
    assert db.read_now(measure, olga, programme_id).why == "too_early"
    treated = {member.person_id for member in db.read_now(members_of, programme_id) if member.arm == TREATED}
    clock.advance(DAY_MS)
    watched(db, videos, lambda one: base[one] + rng.randrange(4) + LIFT * (one in treated))
    clock.advance(DAY_MS)
    found = db.read_now(measure, olga, programme_id)
    assert (found.days, found.treated, found.held_out) == (1, 20, 20)
    by_before = found.lift.adjusted
    # Whom the lot takes is another each time: the interval itself would miss it one time in twenty.
    assert abs(by_before.difference - LIFT) < 4 * by_before.error
    assert by_before.high - by_before.low < 0.5 * (found.lift.plain.high - found.lift.plain.low)
    assert by_before.p < 0.001
    with pytest.raises(NotAllowed, match="operators_only"):
        db.read_now(measure, hosts[0], programme_id)


def test_of_many_draws_the_interval_holds_the_planted_lift_as_often_as_it_promises():
    people = [f"p{number}" for number in range(80)]
    chance = np.random.default_rng(5)
    held = 0
    for seed in range(400):
        arms = arms_of(people, f"seed {seed}", seats=40, holdout_percent=30)
        before = chance.gamma(2, 20, len(people))
        treated = np.array([arms[one] == TREATED for one in people])
        after = before + chance.normal(0, 9, len(people)) + 6.0 * treated
        [lift] = lifts(Experiment(tuple(arms[one] for one in people), after, before, HELD_OUT))
        held += lift.adjusted.low < 6.0 < lift.adjusted.high
    assert 0.91 < held / 400 < 0.99
