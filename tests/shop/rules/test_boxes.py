from collections import Counter
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import Invalid
from livefair.shop.rules.boxes import (
    BOXES_MAX,
    Content,
    Draft,
    Drawing,
    chance_bp,
    check_draft,
    draw,
    secret_at,
    ticket_of,
)

GOOD = Draft(5_900, (Content("a", 6), Content("b", 3), Content("c", 1, is_rare=True)), guarantee_after=5)


def drawing(number, left=(50, 30, 20), **fields):
    return Drawing(f"root-{number}", 1, ticket_of(f"word {number}"), left, 0, 0, 2)._replace(**fields)


def test_a_hundred_thousand_boxes_fall_as_the_published_chances_say():
    """Chi-square against the true chances: with two degrees of freedom, 13.8 is passed once in a thousand."""
    found = Counter(draw(f"secret-{number}", drawing(number)).content for number in range(100_000))
    expected = {0: 50_000, 1: 30_000, 2: 20_000}
    assert sum((found[index] - n) ** 2 / n for index, n in expected.items()) < 13.8


def test_whole_pools_come_out_in_every_order_alike():
    """Of three single pieces each order is as likely as another: five degrees of freedom, 20.5 once in a thousand."""
    orders: Counter[tuple[int, ...]] = Counter()
    for number in range(6_000):
        left, order = [1, 1, 1], []
        for position in (1, 2, 3):
            one = drawing(number, left=tuple(left), position=position, rare=None)
            index = draw(f"{number}:{position}", one).content
            left[index] -= 1
            order.append(index)
        orders[tuple(order)] += 1
    assert len(orders) == 6
    assert sum((n - 1_000) ** 2 / 1_000 for n in orders.values()) < 20.5


@given(st.lists(st.integers(0, 5), min_size=2, max_size=8).filter(any), st.text(max_size=20), st.integers(0, 9))
def test_only_what_is_left_is_drawn(left, word, number):
    drawn = draw(f"s{number}", Drawing("root", 1, ticket_of(word), tuple(left), 0, 0, None))
    assert left[drawn.content] > 0
    assert not drawn.by_guarantee


@given(st.lists(st.integers(0, 6), min_size=1, max_size=60), st.integers(2, 9))
def test_the_pieces_kept_for_guarantees_are_enough_whoever_buys(buyers, after):
    """Boxes of any buyers in any order, all in vain as long as the guarantee does not decide."""
    misses, taken = Counter(), 0
    for buyer in buyers:
        drawn = draw("s", drawing(0, left=(1, 0, 0), misses=misses[buyer], guarantee_after=after))
        taken += drawn.by_guarantee
        misses[buyer] = 0 if drawn.content == 2 else misses[buyer] + 1
    assert taken <= Draft(1, (Content("a", len(buyers)),), guarantee_after=after).kept_for_guarantee


def test_a_secret_tells_the_one_before_it_and_never_the_next():
    last = "ab" * 32
    secrets = [secret_at(last, position, 5) for position in range(6)]
    assert secrets[5] == last
    for before, after in pairwise(secrets):
        assert sha256(after.encode()).hexdigest() == before


def test_a_published_chance_is_never_more_than_the_true_one():
    assert chance_bp(1, 3) == 3_333
    assert chance_bp(0, 3) == 0
    assert chance_bp(1, 0) == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"price_minor": 0}, "out_of_range"),
        ({"contents": (Content("a", 3),)}, "box_contents"),
        ({"contents": (Content("a", 3), Content("a", 3))}, "box_contents"),
        ({"contents": (Content("a", 3), Content("b", 0, is_rare=True))}, "box_contents"),
        ({"contents": (Content("a", BOXES_MAX), Content("b", 1, is_rare=True))}, "out_of_range"),
        ({"contents": (Content("a", 1, is_rare=True), Content("b", 1, is_rare=True))}, "one_rare_piece"),
        ({"contents": (Content("a", 6), Content("b", 3))}, "guarantee_needs_rare"),
        ({"guarantee_after": 1}, "out_of_range"),
        ({"guarantee_after": 11}, "out_of_range"),
        ({"per_day": 31}, "out_of_range"),
        ({"per_person": 1}, "out_of_range"),
        ({"lasts_ms": 5}, "out_of_range"),
    ],
)
def test_a_series_that_promises_what_it_cannot_keep_is_refused(change, code):
    check_draft(GOOD)
    with pytest.raises(Invalid, match=code):
        check_draft(GOOD._replace(**change))
