"""Chance and missingness of micro-surveys, checked against populations whose truth is planted here."""

from collections import Counter
from random import Random
from statistics import correlation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.value.rules.surveys import (
    PAIR_REPORTED,
    PAIR_SHOWN,
    Given,
    acquiescence,
    answers_needed,
    chosen,
    fewest_pair,
    is_drawn,
    keyed,
    settled,
    standing,
    weights,
)

ITEMS = [f"i{number}" for number in range(6)]
REVERSED = frozenset({"r"})


def test_people_are_drawn_as_often_as_the_design_says_and_the_same_people_again():
    drawn = [person for person in map(str, range(20_000)) if is_drawn("seed", person, 7, 500)]
    # Binomial with p = 0.05: five standard deviations are 154.
    assert abs(len(drawn) - 1_000) < 154
    assert drawn == [person for person in map(str, range(20_000)) if is_drawn("seed", person, 7, 500)]
    others = [person for person in map(str, range(20_000)) if is_drawn("seed", person, 8, 500)]
    assert drawn != others


def test_every_two_items_are_asked_together_equally_often():
    together = Counter()
    for person in range(15_000):
        together.update([tuple(sorted(chosen("seed", str(person), 1, ITEMS, 2)))])
    # 15 pairs of 6 items, 1,000 each: five standard deviations are 153.
    assert len(together) == 15
    assert all(abs(count - 1_000) < 153 for count in together.values())


@given(st.integers(1, 6), st.text(min_size=1, max_size=8), st.integers(0, 10**6))
def test_nobody_is_asked_the_same_item_twice_at_once(count, person, slot):
    asked = chosen("seed", person, slot, ITEMS, count)
    assert len(asked) == len(set(asked)) == count
    assert set(asked) <= set(ITEMS)


def test_relations_survive_what_is_missing_by_plan():
    """Two items of six at a time, and the correlation that was planted comes back."""
    rng = Random(3)
    answered = {}
    for person in map(str, range(12_000)):
        trait = rng.gauss(0, 1)
        full = {item: 0.8 * trait + 0.6 * rng.gauss(0, 1) for item in ITEMS}
        answered[person] = {item: full[item] for item in chosen("seed", person, 1, ITEMS, 2)}
    both = [(each["i0"], each["i1"]) for each in answered.values() if {"i0", "i1"} <= each.keys()]
    # r = .64 on about 800 pairs: its standard error is .021.
    assert correlation(*zip(*both, strict=True)) == pytest.approx(0.64, abs=0.085)


def test_the_forecast_of_a_design_is_what_such_a_design_gives():
    needed = answers_needed(6, 2)
    assert needed == PAIR_SHOWN * 15
    assert answers_needed(6, 6) == PAIR_SHOWN
    assert answers_needed(6, 1) is None
    people = [(str(person), item) for person in range(needed) for item in chosen("s", str(person), 1, ITEMS, 2)]
    fewest, first, second = fewest_pair(people, ITEMS)
    assert abs(fewest - PAIR_SHOWN) < 5 * PAIR_SHOWN**0.5
    assert first != second


def test_the_rarest_pair_is_found_even_if_nobody_answered_it():
    assert fewest_pair([("a", "i0"), ("a", "i1"), ("b", "i0"), ("b", "i1")], ["i0", "i1", "i2"]) == (0, "i0", "i2")


def test_what_may_be_said_grows_with_the_answers():
    assert standing(19, PAIR_REPORTED) == "nothing"
    assert standing(20, PAIR_SHOWN - 1) == "means"
    assert standing(500, PAIR_SHOWN) == "paths"
    assert standing(900, PAIR_REPORTED) == "report"


def test_agreeing_with_everything_is_told_apart_from_being_pleased():
    pleased = [Given("a", "i0", 7, "show"), Given("a", "r", 1, "show")]
    agreeing = [Given("a", "i0", 7, "show"), Given("a", "r", 7, "show")]
    assert acquiescence(pleased, REVERSED) == 0
    assert acquiescence(agreeing, REVERSED) == 3
    assert acquiescence(pleased[:1], REVERSED) is None


def test_answers_are_turned_and_left_raw_where_people_do_not_agree_with_everything():
    answers = [Given("a", "i0", 6, "show"), Given("a", "r", 2, "show"), Given("b", "i0", 3, "show")]
    assert settled(answers, REVERSED) == {("a", "i0"): 6, ("a", "r"): 6, ("b", "i0"): 3}


def test_where_they_do_only_the_differences_within_a_person_remain():
    answers = [
        *(Given(person, item, value, "show") for person in "ab" for item, value in (("i0", 7), ("i1", 6), ("r", 6))),
        *(Given("c", item, value, "show") for item, value in (("i0", 6), ("i1", 5), ("r", 5))),
    ]
    found = settled(answers, REVERSED)
    # Person c agrees a step less with everything; once that is taken out, all three say the same.
    for item in ("i0", "i1", "r"):
        assert found["a", item] == pytest.approx(found["c", item])
    assert found["a", "i0"] - found["a", "i1"] == pytest.approx(1)


def test_of_somebody_who_answered_one_thing_the_answer_is_left_as_it_is():
    agreeing = [Given("a", "i0", 7, "show"), Given("b", "i0", 5, "show"), Given("c", "r", 7, "show")]
    assert acquiescence(agreeing, REVERSED) > 1
    assert settled(agreeing, REVERSED) == {("a", "i0"): 7, ("b", "i0"): 5, ("c", "r"): 1}


@given(st.integers(1, 7))
def test_turning_an_answer_twice_is_the_answer(value):
    assert keyed(keyed(value, is_reversed=True), is_reversed=True) == value
    assert keyed(value, is_reversed=False) == value


@given(st.dictionaries(st.sampled_from("abc"), st.tuples(st.integers(1, 500), st.integers(0, 500)), min_size=1))
def test_weights_put_cells_back_as_they_were_invited(cells):
    invited = {cell: asked for cell, (asked, _) in cells.items()}
    answered = {cell: min(asked, came) for cell, (asked, came) in cells.items()}
    found = weights(invited, answered)
    total = sum(answered[cell] * weight for cell, weight in found.items())
    assert total == pytest.approx(sum(answered.values()))
    reached = sum(invited[cell] for cell in found)
    for cell, weight in found.items():
        assert answered[cell] * weight / total == pytest.approx(invited[cell] / reached)
