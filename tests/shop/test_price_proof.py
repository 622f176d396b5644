"""The public list of prices against docs/verify_prices.py, which knows nothing of the program."""

import copy
import json
import runpy
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.catalog import rules, set_price
from livefair.kernel import GUEST, JobContext, Money
from livefair.kernel.runner import Runner
from livefair.shop import Source
from livefair.shop.flash_sales import plan_flash_sale, start_flash_sale
from livefair.shop.price_proof import price_proof
from livefair.shop.rules.flash_sales import Plan
from tests.stall import check_out_cart, notify, put_in_cart, set_up

FILE = Path(__file__).parents[2] / "docs/verify_prices.py"
SCRIPT = runpy.run_path(str(FILE))
verify, Wrong = SCRIPT["verify"], SCRIPT["Wrong"]
DAY_MS = 24 * 3_600_000
PLAN = Plan(price_minor=4_900, pieces=5, limit_per_buyer=2, countdown_ms=10_000, lasts_ms=60_000)

histories = st.lists(
    st.tuples(st.integers(0, 90 * DAY_MS), st.integers(1, 40)),
    min_size=1,
    max_size=12,
    unique_by=lambda point: point[0],
).map(sorted)


@given(histories, st.integers(0, 60 * DAY_MS))
def test_the_script_says_of_any_history_what_the_rules_say(history, later_ms):
    now_ms = history[-1][0] + later_ms
    sku = {
        "id": "s",
        "currency": "CNY",
        "history": [list(point) for point in history],
        "lowest_30d_minor": rules.lowest_in_window(history, now_ms=now_ms),
        "was_minor": rules.was_before_cut(history, now_ms=now_ms),
        "lowest_days": rules.lowest_for_days(history, now_ms=now_ms),
    }
    proof = {"format": "livefair-prices-1", "product_id": "p", "at_ms": now_ms, "skus": [sku], "sales": []}
    assert verify(proof) == (1, 0)


@pytest.fixture
async def proof(db, join, clock):
    """A product whose price moved, with a flash sale in which one paid and one did not."""
    stall, host, ana, eve = set_up(db, join), join("host", "host"), join("ana"), join("eve")
    for price in (8_900, 9_500, 8_500):
        clock.advance(8 * DAY_MS)
        db.write_now(set_price, stall.brand, stall.sku_id, Money(price))
    sale = db.write_now(plan_flash_sale, stall.brand, stall.sku_id, PLAN, host_id=host.id)
    db.write_now(start_flash_sale, host, sale, room_id="room", host_id=host.id)
    clock.advance(PLAN.countdown_ms)
    runner = Runner(JobContext(db, {}))
    await runner.until_nothing_is_due()
    for buyer, outcome in ((ana, "succeeded"), (eve, "declined")):
        put_in_cart(stall, buyer, quantity=2, source=Source(room_id="room"))
        notify(db, check_out_cart(db, buyer), outcome)
    clock.advance(PLAN.lasts_ms)
    await runner.until_nothing_is_due()
    return json.loads(msgspec.json.encode(db.read_now(price_proof, GUEST, stall.product_id)))


def test_an_honest_list_is_right_and_says_what_was_taken(proof):
    assert verify(proof) == (1, 1)
    [sale] = proof["sales"]
    assert (sale["taken"], [claim["pieces"] for claim in sale["claims"]]) == (2, [2, 2])


LIES = {
    "a lower lowest": lambda it: it["skus"][0].update(lowest_30d_minor=4_800),
    "a made-up price before": lambda it: it["skus"][0].update(was_minor=12_900),
    "lowest in more days": lambda it: it["skus"][0].update(lowest_days=365),
    "a price taken out": lambda it: it["skus"][0]["history"].pop(3),
    "a flash price that was not the lowest": lambda it: it["sales"][0].update(price_minor=8_600),
    "another lowest of 14 days": lambda it: it["sales"][0].update(lowest_14d_minor=9_900),
    "a countdown that began again": lambda it: it["sales"][0].update(opens_at_ms=it["sales"][0]["opens_at_ms"] + 1),
    "an end that was moved": lambda it: it["sales"][0].update(closes_at_ms=it["sales"][0]["closes_at_ms"] + 60_000),
    "an endless sale": lambda it: it["sales"][0].update(lasts_ms=86_400_000),
    "more pieces than planned": lambda it: it["sales"][0].update(pieces=6),
    "a fuller bar": lambda it: it["sales"][0].update(taken=4),
    "a claim left out": lambda it: it["sales"][0].update(claims=[]),
    "a piece after the end": lambda it: it["sales"][0]["claims"][0].update(taken_at_ms=it["at_ms"] + 1),
    "more than the limit": lambda it: it["sales"][0].update(limit_per_buyer=1),
    "a sale that left no price": lambda it: it["skus"][0]["history"].pop(-2),
}


@pytest.mark.parametrize("lie", LIES)
def test_the_script_catches_a_planted_lie(proof, lie):
    false = copy.deepcopy(proof)
    LIES[lie](false)
    with pytest.raises(Wrong):
        verify(false)


def test_as_a_program_it_says_so_by_its_exit(proof, tmp_path):
    right, wrong = tmp_path / "right.json", tmp_path / "wrong.json"
    right.write_text(json.dumps(proof))
    LIES["a made-up price before"](proof)
    wrong.write_text(json.dumps(proof))
    ends = [subprocess.run([sys.executable, FILE, path], capture_output=True).returncode for path in (right, wrong)]
    assert ends == [0, 1]
