import asyncio

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from livefair.kernel import SYSTEM, Conflict, Invalid, NotFound
from livefair.supply import correct, level, receive, release, reserve
from livefair.supply.invariants import breaches
from livefair.supply.stock import take_back, take_out
from tests.stall import set_up


def test_goods_received_twice_with_one_key_are_received_once(db, join):
    stall = set_up(db, join, pieces=0)
    for _ in range(2):
        db.write_now(receive, stall.brand, stall.sku_id, quantity=5, key="delivery 1")
    assert db.read_now(level, stall.sku_id).sellable == 5


def test_only_the_brand_books_its_stock(db, join):
    stall, other = set_up(db, join), set_up(db, join, name="other")
    with pytest.raises(NotFound):
        db.write_now(receive, other.brand, stall.sku_id, quantity=5, key="x")


@pytest.mark.parametrize("quantity", [0, -1, 10**7])
def test_a_quantity_is_positive_and_bounded(db, join, quantity):
    stall = set_up(db, join)
    with pytest.raises(Invalid):
        db.write_now(receive, stall.brand, stall.sku_id, quantity=quantity, key="x")


def test_a_correction_never_takes_what_is_promised(db, join):
    stall = set_up(db, join, pieces=3)
    db.write_now(reserve, SYSTEM, stall.sku_id, quantity=2, reference="line")
    with pytest.raises(Conflict, match="below_reserved"):
        db.write_now(correct, stall.brand, stall.sku_id, by=-2, key="count")
    db.write_now(correct, stall.brand, stall.sku_id, by=-1, key="count")
    assert db.read_now(level, stall.sku_id) == (stall.sku_id, 2, 2)


async def test_a_hundred_at_once_never_get_more_than_there_is(db, join):
    stall = set_up(db, join, pieces=10)
    results = await asyncio.gather(
        *(db.write(reserve, SYSTEM, stall.sku_id, quantity=1, reference=f"line {n}") for n in range(100)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, Conflict) for result in results) == 90
    assert db.read_now(level, stall.sku_id).sellable == 0
    assert db.read_now(breaches) == []


REFERENCES = st.sampled_from([f"line {n}" for n in range(8)])
PIECES = st.integers(1, 4)


class Warehouse(RuleBasedStateMachine):
    """Any order of receiving, promising, releasing, sending and returning keeps the stock true."""

    stall = None

    def __init__(self):
        super().__init__()
        self.run = next(RUNS)
        self.reserved: dict[str, int] = {}
        self.ended: set[str] = set()
        self.on_hand = self.stall.db.read_now(level, self.stall.sku_id).on_hand

    def key(self, reference):
        return f"{self.run} {reference}"

    @rule(pieces=PIECES, key=REFERENCES)
    def receive(self, pieces, key):
        before = self.stall.db.read_now(level, self.stall.sku_id).on_hand
        self.stall.db.write_now(receive, self.stall.brand, self.stall.sku_id, quantity=pieces, key=self.key(key))
        self.on_hand += self.stall.db.read_now(level, self.stall.sku_id).on_hand - before

    @rule(reference=REFERENCES, pieces=PIECES)
    def reserve(self, reference, pieces):
        if reference in self.reserved or reference in self.ended:
            return
        free = self.on_hand - sum(self.reserved.values()) - LEFT_OVER[0]
        try:
            self.stall.db.write_now(reserve, SYSTEM, self.stall.sku_id, quantity=pieces, reference=self.key(reference))
        except Conflict:
            assert free < pieces
        else:
            assert free >= pieces
            self.reserved[reference] = pieces

    @rule(reference=REFERENCES)
    def release(self, reference):
        held = self.stall.db.write_now(release, SYSTEM, self.key(reference))
        assert held == (reference in self.reserved)
        if held:
            del self.reserved[reference]
            self.ended.add(reference)

    @rule(reference=REFERENCES)
    def send(self, reference):
        held = self.stall.db.write_now(take_out, SYSTEM, self.key(reference))
        assert held == (reference in self.reserved)
        if held:
            self.on_hand -= self.reserved.pop(reference)
            self.ended.add(reference)

    @rule(reference=REFERENCES, pieces=PIECES)
    def come_back(self, reference, pieces):
        before = self.stall.db.read_now(level, self.stall.sku_id).on_hand
        take = {"quantity": pieces, "reference": self.key(reference)}
        self.stall.db.write_now(take_back, SYSTEM, self.stall.sku_id, **take)
        self.on_hand += self.stall.db.read_now(level, self.stall.sku_id).on_hand - before

    @invariant()
    def nothing_is_oversold_and_the_movements_add_up(self):
        assert self.stall.db.read_now(breaches) == []
        now = self.stall.db.read_now(level, self.stall.sku_id)
        assert now.on_hand == self.on_hand
        assert now.reserved == sum(self.reserved.values()) + LEFT_OVER[0]

    def teardown(self):
        LEFT_OVER[0] += sum(self.reserved.values())


RUNS = iter(range(10**9))
LEFT_OVER = [0]


def test_stock_stays_true_whatever_happens(db, join):
    Warehouse.stall = set_up(db, join, pieces=6)
    LEFT_OVER[0] = 0
    machine = Warehouse.TestCase
    machine.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
    machine("runTest").runTest()
