import asyncio
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from livefair.kernel import SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.supply import correct, level, receive, release, reserve
from livefair.supply.invariants import breaches
from livefair.supply.locations import (
    Count,
    Moving,
    changes_of,
    close_location,
    count_pieces,
    locations_of,
    move_pieces,
    open_location,
    totals_at,
)
from livefair.supply.packing import Pick, pack, waiting
from livefair.supply.placing import pieces_at, pieces_by_location, without_place_of
from livefair.supply.rules.locations import LOCATIONS_MAX
from tests.stall import set_up


def opened(stall, name="North", kind="warehouse"):
    return stall.db.write_now(open_location, stall.brand, kind=kind, name=name)


def placed(stall, location_id, pieces, *, key="first", from_id=None):
    moving = Moving(from_id, location_id, pieces, key, "unpacked")
    stall.db.write_now(move_pieces, stall.brand, stall.sku_id, moving)


def at(stall, location_id):
    return stall.db.read_now(pieces_at, location_id, stall.sku_id)


def test_pieces_are_put_somewhere_and_moved_and_the_number_for_sale_stays(db, join):
    stall = set_up(db, join, pieces=10)
    north, shop = opened(stall), opened(stall, "Corner shop", "shop")
    placed(stall, north, 8)
    placed(stall, shop, 3, from_id=north, key="second")
    assert (at(stall, north), at(stall, shop)) == (5, 3)
    assert db.read_now(without_place_of, stall.sku_id) == 2
    assert db.read_now(level, stall.sku_id).sellable == 10
    assert db.read_now(totals_at, stall.brand.organisation_id) == {north: (1, 5), shop: (1, 3)}


def test_a_move_with_one_key_is_one_move(db, join):
    stall = set_up(db, join, pieces=10)
    north = opened(stall)
    for _ in range(2):
        placed(stall, north, 4)
    assert at(stall, north) == 4


def test_no_more_is_put_down_than_lies_about_and_no_more_taken_than_is_there(db, join):
    stall = set_up(db, join, pieces=5)
    north, shop = opened(stall), opened(stall, "Corner shop", "shop")
    with pytest.raises(Conflict, match="nothing_without_place"):
        placed(stall, north, 6)
    placed(stall, north, 5)
    with pytest.raises(Conflict, match="not_at_location"):
        placed(stall, shop, 6, from_id=north, key="second")
    with pytest.raises(Invalid, match="same_location"):
        placed(stall, north, 1, from_id=north, key="third")


def test_a_count_changes_the_house_by_what_was_found(db, join):
    stall = set_up(db, join, pieces=10)
    north = opened(stall)
    placed(stall, north, 6)
    assert db.write_now(count_pieces, stall.brand, stall.sku_id, Count(north, 4, "monday", "two broken")) == -2
    assert (at(stall, north), db.read_now(level, stall.sku_id).on_hand) == (4, 8)
    assert db.write_now(count_pieces, stall.brand, stall.sku_id, Count(north, 7, "tuesday")) == 3
    assert db.write_now(count_pieces, stall.brand, stall.sku_id, Count(north, 7, "tuesday")) == 0
    assert (at(stall, north), db.read_now(level, stall.sku_id).on_hand) == (7, 11)


def test_a_count_that_changed_nothing_is_a_count_and_told_again_changes_nothing_later(db, join):
    stall = set_up(db, join, pieces=10)
    north = opened(stall)
    placed(stall, north, 6)
    monday = Count(north, 6, "monday")
    assert db.write_now(count_pieces, stall.brand, stall.sku_id, monday) == 0
    db.write_now(move_pieces, stall.brand, stall.sku_id, Moving(north, None, 2, "second"))
    assert db.write_now(count_pieces, stall.brand, stall.sku_id, monday) == 0
    assert (at(stall, north), db.read_now(level, stall.sku_id).on_hand) == (4, 10)


def test_the_first_pieces_of_all_may_be_found_by_a_count(db, join):
    stall = set_up(db, join, pieces=0)
    north = opened(stall)
    assert db.write_now(count_pieces, stall.brand, stall.sku_id, Count(north, 4, "monday")) == 4
    assert (at(stall, north), db.read_now(level, stall.sku_id).on_hand) == (4, 4)


def test_a_count_never_takes_what_buyers_were_promised(db, join):
    stall = set_up(db, join, pieces=5)
    north = opened(stall)
    placed(stall, north, 5)
    db.write_now(reserve, SYSTEM, stall.sku_id, quantity=4, reference="line")
    with pytest.raises(Conflict, match="below_reserved"):
        db.write_now(count_pieces, stall.brand, stall.sku_id, Count(north, 3, "monday"))
    assert at(stall, north) == 5


def test_what_leaves_without_a_word_comes_from_where_most_lies(db, join):
    stall = set_up(db, join, pieces=10)
    north, shop = opened(stall), opened(stall, "Corner shop", "shop")
    placed(stall, north, 6)
    placed(stall, shop, 3, key="second")
    db.write_now(correct, stall.brand, stall.sku_id, by=-3, key="lost")
    assert db.read_now(pieces_by_location, stall.sku_id) == {north: 4, shop: 3}
    with pytest.raises(Conflict, match="below_reserved"):
        db.write_now(correct, stall.brand, stall.sku_id, by=-8, key="all")


def test_who_changed_what_and_why_is_told(db, join):
    stall = set_up(db, join, pieces=10)
    north = opened(stall)
    placed(stall, north, 6)
    told = db.read_now(changes_of, stall.brand, stall.sku_id)
    moved = next(one for one in told if one.kind == "moved")
    assert (moved.from_id, moved.to_id, moved.pieces, moved.actor_id) == (None, north, 6, stall.brand.id)
    assert moved.note == "unpacked"
    assert {one.kind for one in told} == {"moved", "received"}


def test_only_the_brand_sees_and_moves_its_pieces(db, join):
    stall, other, ana = set_up(db, join), set_up(db, join, name="other"), join("ana")
    north, theirs = opened(stall), opened(other)
    with pytest.raises(NotAllowed, match="brands_only"):
        db.write_now(open_location, ana, kind="shop", name="Mine")
    for location, sku in ((theirs, stall.sku_id), (north, other.sku_id)):
        with pytest.raises(NotFound):
            db.write_now(move_pieces, stall.brand, sku, Moving(None, location, 1, "k"))
    with pytest.raises(NotFound):
        db.read_now(changes_of, other.brand, stall.sku_id)


def test_a_location_has_a_name_of_its_own_and_there_are_not_too_many(db, join):
    stall = set_up(db, join)
    opened(stall)
    with pytest.raises(Conflict, match="name_taken"):
        opened(stall)
    with pytest.raises(Invalid):
        opened(stall, "Moon", "moon")
    for n in range(1, LOCATIONS_MAX):
        opened(stall, f"Shelf {n}")
    with pytest.raises(Conflict, match="too_many_locations"):
        opened(stall, "One more")


def test_only_an_empty_location_is_closed_and_then_nothing_goes_there(db, join):
    stall = set_up(db, join)
    north = opened(stall)
    placed(stall, north, 1)
    with pytest.raises(Conflict, match="location_not_empty"):
        db.write_now(close_location, stall.brand, north)
    db.write_now(move_pieces, stall.brand, stall.sku_id, Moving(north, None, 1, "out"))
    db.write_now(close_location, stall.brand, north)
    assert db.read_now(locations_of, stall.brand.organisation_id) == []
    with pytest.raises(NotFound):
        placed(stall, north, 1, key="again")


def test_a_location_that_was_closed_is_opened_again_under_its_name(db, join):
    stall = set_up(db, join)
    north = opened(stall)
    db.write_now(close_location, stall.brand, north)
    assert opened(stall, kind="shop") == north
    [one] = db.read_now(locations_of, stall.brand.organisation_id)
    assert (one.kind, one.closed_at_ms) == ("shop", None)
    placed(stall, north, 2)
    with pytest.raises(Conflict, match="name_taken"):
        opened(stall)


async def test_a_rush_for_one_shelf_gives_each_piece_once(db, join):
    stall = set_up(db, join, pieces=10)
    north = opened(stall)
    placed(stall, north, 10)
    for n in range(16):
        if n < 10:
            db.write_now(reserve, SYSTEM, stall.sku_id, quantity=1, reference=f"line {n}")
    moves = [db.write(move_pieces, stall.brand, stall.sku_id, Moving(north, None, 1, f"move {n}")) for n in range(16)]
    packs = [db.write(pack, SYSTEM, {f"line {n}": 1}, Pick(north, f"parcel {n}")) for n in range(10)]
    results = await asyncio.gather(*moves, *packs, return_exceptions=True)
    assert sum(result is None for result in results) == 10
    assert all(result is None or isinstance(result, Conflict) for result in results)
    assert (at(stall, north), db.read_now(breaches)) == (0, [])


PIECES = st.integers(1, 4)
PLACE = st.integers(0, 1)


class House(RuleBasedStateMachine):
    """Whatever comes in, is promised, moved, counted or packed: places and house agree."""

    stall, places, runs = None, (), count()

    def __init__(self):
        super().__init__()
        self.run, self.n, self.lines = next(self.runs), 0, []

    def key(self):
        self.n += 1
        return f"{self.run}.{self.n}"

    def tried(self, use_case, *args, **kwargs):
        try:
            return self.stall.db.write_now(use_case, *args, **kwargs)
        except (Conflict, Invalid):
            return None

    @rule(pieces=PIECES)
    def receive(self, pieces):
        self.tried(receive, self.stall.brand, self.stall.sku_id, quantity=pieces, key=self.key())

    @rule(pieces=PIECES)
    def lose(self, pieces):
        self.tried(correct, self.stall.brand, self.stall.sku_id, by=-pieces, key=self.key())

    @rule(pieces=PIECES, come=PLACE, go=st.integers(-1, 1))
    def move(self, pieces, come, go):
        ways = [(None, self.places[come]), (self.places[come], None if go < 0 else self.places[go])]
        self.tried(move_pieces, self.stall.brand, self.stall.sku_id, Moving(*ways[go >= 0], pieces, self.key()))

    @rule(place=PLACE, found=st.integers(0, 6))
    def count(self, place, found):
        self.tried(count_pieces, self.stall.brand, self.stall.sku_id, Count(self.places[place], found, self.key()))

    @rule(pieces=PIECES)
    def promise(self, pieces):
        line = self.key()
        self.tried(reserve, SYSTEM, self.stall.sku_id, quantity=pieces, reference=line)
        self.lines.append(line)

    @rule(pieces=PIECES, place=st.integers(-1, 1), data=st.data())
    def send(self, pieces, place, data):
        if self.lines:
            line = data.draw(st.sampled_from(self.lines))
            pick = Pick(None if place < 0 else self.places[place], self.key())
            self.tried(pack, SYSTEM, {line: pieces}, pick)

    @rule(data=st.data())
    def call_off(self, data):
        if self.lines:
            self.tried(release, SYSTEM, data.draw(st.sampled_from(self.lines)))

    @invariant()
    def all_agree(self):
        assert self.stall.db.read_now(breaches) == []

    def teardown(self):
        held = self.stall.db.read_now(waiting, self.lines)
        for line in held:
            self.stall.db.write_now(release, SYSTEM, line)


def test_places_and_house_agree_whatever_happens(db, join):
    House.stall = set_up(db, join, pieces=6)
    House.places = (opened(House.stall), opened(House.stall, "Corner shop", "shop"))
    machine = House.TestCase
    machine.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
    machine("runTest").runTest()
