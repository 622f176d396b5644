import math
from collections import Counter
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from livefair.discovery.recommending import Candidates, Policy, rank
from livefair.discovery.recommending.ranking import EXPLORED_SLOTS, TRIAL_SLOT

POLICY = Policy((1.0, 0.5), explore=0.1, small_floor=0.3, creator_cap=2, diversity=0.3, kind_gaps=(0, 0, 0))


class Fixed:
    """Chance by a script: explores always or never."""

    def __init__(self, explores):
        self.explores = explores

    def random(self):
        return 0.0 if self.explores else 1.0

    def randrange(self, stop):
        return stop - 1


def things(rows, trial=()):
    """rows: (creator, kind, topic, is small, is seen, terms)"""
    creators, kinds, topics, small, seen, terms = zip(*rows, strict=True)
    return Candidates(
        keys=[f"k{number:03}" for number in range(len(rows))],
        kinds=np.array(kinds),
        creators=np.array(creators),
        topics=np.array(topics),
        is_small=np.array(small, bool),
        is_seen=np.array(seen, bool),
        is_trial=np.array([number in trial for number in range(len(rows))]),
        terms=np.array(terms, float),
    )


share = st.integers(0, 8).map(lambda eighths: eighths / 8)
rows = st.lists(
    st.tuples(
        st.integers(0, 12), st.integers(0, 2), st.integers(-1, 3), st.booleans(), st.booleans(), st.tuples(share, share)
    ),
    min_size=1,
    max_size=40,
)


@given(rows, st.integers(0, 99), st.integers(1, 12))
def test_nothing_is_lost_invented_or_shown_twice(rows, seed, most):
    slots = rank(things(rows), POLICY, Random(seed), most=most)
    assert len(slots) == len({slot.place for slot in slots}) == min(most, len(rows))
    assert [slot.number for slot in slots] == list(range(1, len(slots) + 1))


@given(rows, st.integers(0, 99))
def test_a_creator_comes_twice_at_most_while_there_are_others(rows, seed):
    rows = [(*row[:4], False, row[5]) for row in rows]
    shown = Counter(rows[slot.place][0] for slot in rank(things(rows), POLICY, Random(seed), most=10))
    possible = sum(min(2, count) for count in Counter(row[0] for row in rows).values())
    assert possible < min(10, len(rows)) or max(shown.values()) <= 2


@given(rows, st.integers(0, 99))
def test_small_creators_have_their_share_of_the_slots_while_there_are_some(rows, seed):
    # Whether somebody is small is told of the creator, not of the thing.
    rows = [(*row[:3], row[0] % 2 == 0, False, row[5]) for row in rows]
    slots = rank(things(rows), POLICY, Random(seed), most=10)
    there = sum(min(2, count) for count in Counter(row[0] for row in rows if row[3]).values())
    if len(slots) == 10:
        assert sum(rows[slot.place][3] for slot in slots) >= min(3, there)


@given(rows, st.integers(0, 99))
def test_what_was_seen_comes_after_all_that_was_not(rows, seed):
    seen = [rows[slot.place][4] for slot in rank(things(rows), POLICY, Random(seed), most=12)]
    assert seen == sorted(seen)


@given(rows, st.integers(0, 99), st.randoms())
def test_the_order_in_which_candidates_come_changes_nothing(rows, seed, shuffler):
    given_ = things(rows)
    order = list(range(len(rows)))
    shuffler.shuffle(order)
    arrays = [part[order] for part in given_[1:]]
    shuffled = Candidates([given_.keys[place] for place in order], *arrays)
    one = [(given_.keys[slot.place], slot[1:]) for slot in rank(given_, POLICY, Random(seed), most=10)]
    two = [(shuffled.keys[slot.place], slot[1:]) for slot in rank(shuffled, POLICY, Random(seed), most=10)]
    assert one == two


@given(rows)
@settings(max_examples=50)
def test_propensities_are_those_of_the_slot_and_sum_to_one(rows):
    """The best has what exploring leaves it, every other an equal part: the others' sum fills it up to 1."""
    never = rank(things(rows), POLICY, Fixed(explores=False), most=10)
    for slot in never:
        if slot.number not in EXPLORED_SLOTS:
            assert slot.propensity == 1.0
            continue
        possible = 0.1 / (slot.propensity - 0.9)
        assert math.isclose(possible, round(possible), rel_tol=1e-6)
        assert 1 <= round(possible) <= len(rows)
        assert math.isclose(slot.propensity + (round(possible) - 1) * 0.1 / round(possible), 1.0)


@given(rows, st.integers(0, 99))
def test_only_slots_four_to_ten_are_left_to_chance(rows, seed):
    certain = rank(things(rows), POLICY, Fixed(explores=False), most=12)
    tried = rank(things(rows), POLICY, Random(seed), most=12)
    assert [slot.place for slot in certain[:3]] == [slot.place for slot in tried[:3]]
    assert all(slot.propensity == 1.0 for slot in tried if slot.number not in EXPLORED_SLOTS)


def test_how_often_something_is_shown_is_what_its_propensity_says():
    rows = [(creator, 0, -1, True, False, (creator / 8, 0.0)) for creator in range(6)]
    shown, told = Counter(), {}
    for seed in range(4_000):
        slot = rank(things(rows), POLICY, Random(seed), most=4)[3]
        shown[slot.place] += 1
        told[slot.place] = slot.propensity
    assert math.isclose(sum(told.values()), 1.0)
    for place, count in shown.items():
        assert abs(count / 4_000 - told[place]) < 0.015


@given(rows)
@settings(max_examples=50)
def test_the_reason_is_the_largest_term_or_chance(rows):
    for slot in rank(things(rows), POLICY, Random(3), most=10):
        parts = np.array(rows[slot.place][5]) * POLICY.weights
        assert slot.term is None or parts[slot.term] == parts.max() > 0


def test_kinds_keep_their_distance_while_there_are_others():
    rows = [(number, 1, -1, True, False, (1.0, 0.0)) for number in range(3)]
    rows += [(number + 10, 0, -1, True, False, (0.1, 0.0)) for number in range(6)]
    policy = POLICY._replace(explore=0.0, kind_gaps=(0, 2, 0))
    kinds = [rows[slot.place][1] for slot in rank(things(rows), policy, Random(0), most=7)]
    assert kinds == [1, 0, 0, 1, 0, 0, 1]


def test_one_slot_is_drawn_by_lot_among_the_things_on_trial():
    rows = [(number, 0, -1, True, False, (number < 12, 0.0)) for number in range(16)]
    drawn = Counter()
    for seed in range(400):
        slot = rank(things(rows, trial=(12, 13, 14, 15)), POLICY._replace(explore=0.0), Random(seed), most=6)[
            TRIAL_SLOT - 1
        ]
        assert slot.propensity == 0.25
        drawn[slot.place] += 1
    assert set(drawn) == {12, 13, 14, 15}
    assert min(drawn.values()) > 60
