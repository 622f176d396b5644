from hypothesis import given
from hypothesis import strategies as st

from livefair.supply.rules.locations import best_place, missing_room, packed, taken_from, wanted_pieces

PLACES = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9))


@given(there=PLACES, pieces=st.integers(0, 60))
def test_places_give_what_is_asked_and_never_more_than_they_have(there, pieces):
    given_up = taken_from(there, pieces)
    assert sum(given_up.values()) == min(pieces, sum(there.values()))
    assert all(0 < given_up[place] <= there[place] for place in given_up)


@given(on_hand=st.integers(0, 50), leaving=st.integers(0, 50), share=st.floats(0, 1))
def test_places_give_way_just_as_far_as_they_must(on_hand, leaving, share):
    placed, leaving = int(on_hand * share), min(leaving, on_hand)
    room = missing_room(on_hand=on_hand, placed=placed, leaving=leaving)
    assert placed - room == min(placed, on_hand - leaving)


def test_a_parcel_holds_what_was_chosen_or_all_that_waits():
    waiting = {"mug": 3, "cup": 1}
    assert packed(waiting, {}) == waiting
    assert packed(waiting, {"mug": 2, "cup": 0}) == {"mug": 2}


def test_a_parcel_holds_no_more_than_waits_and_is_never_empty():
    waiting = {"mug": 3}
    for wanted in ({"mug": 4}, {"mug": -1}, {"other": 1}, {"mug": 0}):
        assert packed(waiting, wanted) is None
    assert packed({}, {}) is None


def test_the_best_place_to_pack_from_has_most_of_what_is_wanted():
    wanted = wanted_pieces([("tea", 2), ("cup", 1), ("tea", 1)])
    assert wanted == {"tea": 3, "cup": 1}
    there = {"shop": {"tea": 9}, "north": {"tea": 3, "cup": 1}, "south": {"tea": 3, "cup": 4}, "studio": {"pot": 50}}
    assert best_place(wanted, there) == "south"
    assert best_place({"tea": 3}, there) == "shop"
    assert best_place({"pan": 1}, there) == best_place(wanted, {}) == ""
