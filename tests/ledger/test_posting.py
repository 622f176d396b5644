import asyncio
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, select

from livefair import ledger
from livefair.kernel import SYSTEM, Conflict, Database, Invalid, query
from livefair.ledger import Leg
from livefair.ledger.models import ENTRY, TRANSFER

CAPTURE = [Leg("psp_clearing", -100), Leg("escrow:1", 100)]
_KEYS = query(str, select(TRANSFER.c.key))
_ENTRIES = query(int, select(func.count()).select_from(ENTRY))
_ENTRIES_OF = query(
    int,
    select(func.count())
    .select_from(ENTRY)
    .join(TRANSFER, TRANSFER.c.id == ENTRY.c.transfer_id)
    .where(TRANSFER.c.key == bindparam("key")),
)


def post(db, key="k", legs=CAPTURE, **more):
    return db.write_now(lambda tx: ledger.post(tx, key=key, reason="capture", legs=legs, **more))


def balance(db, account, currency="CNY"):
    return db.read_now(ledger.balance, account, currency)


def test_both_sides_of_a_transfer_move_together(db):
    post(db)
    assert (balance(db, "psp_clearing"), balance(db, "escrow:1")) == (-100, 100)


def test_the_same_key_with_the_same_body_does_nothing_and_returns_the_earlier_transfer(db, clock):
    first = post(db)
    clock.advance(1000)
    assert post(db) == first
    assert balance(db, "escrow:1") == 100


@pytest.mark.parametrize(
    "other",
    [
        {"legs": [Leg("psp_clearing", -99), Leg("escrow:1", 99)]},
        {"legs": [Leg("psp_clearing", -100), Leg("escrow:2", 100)]},
        {"currency": "EUR"},
        {"why": {"rule": 2}},
    ],
)
def test_the_same_key_with_another_body_is_refused(db, other):
    post(db)
    with pytest.raises(Conflict, match="key_reused"):
        post(db, **other)
    assert balance(db, "escrow:1") == 100


def test_a_transfer_that_would_overdraw_writes_nothing(db):
    post(db)
    with pytest.raises(Conflict, match="insufficient_funds"):
        post(db, "take", [Leg("psp_clearing", 101), Leg("escrow:1", -101)])
    assert db.read_now(lambda tx: tx.value(_ENTRIES)) == 2
    assert db.read_now(ledger.find, "take") is None


def test_a_refusal_that_is_caught_leaves_nothing_behind(db):
    """The first account could give, the second cannot: the first has to have it back."""
    post(db)
    legs = [Leg("escrow:1", -60), Leg("escrow:2", -60), Leg("psp_clearing", 120)]

    def try_then_go_on(tx):
        with pytest.raises(Conflict, match=r"insufficient_funds account=escrow:2"):
            ledger.post(tx, key="both", reason="take", legs=legs)
        ledger.post(tx, key="both", reason="take", legs=[Leg("escrow:1", -100), Leg("psp_clearing", 100)])

    db.write_now(try_then_go_on)
    assert balance(db, "escrow:1") == 0


def test_an_account_that_was_never_posted_to_has_nothing_to_give(db):
    with pytest.raises(Conflict, match="insufficient_funds"):
        post(db, legs=[Leg("psp_clearing", 1), Leg("escrow:new", -1)])


def test_a_debt_can_be_paid_back_only_as_far_as_it_goes(db):
    post(db, "debt", [Leg("receivable:p", -30), Leg("psp_clearing", 30)])
    with pytest.raises(Conflict, match="insufficient_funds"):
        post(db, "too much", [Leg("receivable:p", 31), Leg("psp_clearing", -31)])
    post(db, "all", [Leg("receivable:p", 30), Leg("psp_clearing", -30)])
    assert balance(db, "receivable:p") == 0


def test_one_party_may_stand_in_a_transfer_twice(db):
    post(db)
    post(
        db,
        "release",
        [Leg("escrow:1", -100), Leg("payable:p", 60, {"as": "brand"}), Leg("payable:p", 40, {"as": "host"})],
    )
    assert balance(db, "payable:p") == 100


def test_currencies_never_mix(db):
    post(db)
    post(db, "eur", [Leg("psp_clearing", -7), Leg("escrow:1", 7)], currency="EUR")
    assert (balance(db, "escrow:1"), balance(db, "escrow:1", "EUR")) == (100, 7)
    with pytest.raises(Conflict, match="insufficient_funds"):
        post(db, "eur out", [Leg("psp_clearing", 8), Leg("escrow:1", -8)], currency="EUR")


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_has_a_length(db, key):
    with pytest.raises(Invalid, match="transfer_key"):
        post(db, key)


def test_a_name_of_no_known_kind_opens_no_account(db):
    with pytest.raises(Invalid, match="unknown_account"):
        post(db, legs=[Leg("psp_clearing", -1), Leg("escrwo:1", 1)])


async def test_the_last_unit_is_given_once_however_many_ask_and_on_however_many_lanes(database_url, clock):
    db = Database(database_url, clock=clock, lanes=4)
    post(db)

    def take(tx, actor, subject, n):
        ledger.post(tx, key=f"take{n}", reason="take", legs=[Leg("escrow:1", -10), Leg("psp_clearing", 10)])

    results = await asyncio.gather(
        *(db.write(take, SYSTEM, f"lane{n % 7}", n) for n in range(64)), return_exceptions=True
    )
    assert Counter(type(result) for result in results) == {type(None): 10, Conflict: 54}
    assert balance(db, "escrow:1") == 0
    assert db.read_now(ledger.check) == []
    db.close()


async def test_a_key_that_several_lanes_post_at_once_is_posted_once(database_url, clock):
    db = Database(database_url, clock=clock, lanes=4)

    def capture(tx, actor, subject):
        return ledger.post(tx, key="k", reason="capture", legs=CAPTURE).id

    ids = await asyncio.gather(*(db.write(capture, SYSTEM, f"lane{n}") for n in range(40)))
    assert len(set(ids)) == 1
    assert balance(db, "escrow:1") == 100
    db.close()


def test_what_was_acknowledged_survives_kill_9_exactly_once(db, database_url):
    """A child posts each key three times, says so after the commit, and is killed in the middle, again and again."""
    rng, acknowledged = random.Random(9), []
    for _ in range(5):
        child = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("posting_child.py")), database_url, str(len(acknowledged))],
            stdout=subprocess.PIPE,
            text=True,
        )
        with child:
            for _ in range(rng.randint(10, 60)):
                acknowledged.append(child.stdout.readline().strip())
            child.kill()
            acknowledged += [line.strip() for line in child.stdout if line.endswith("\n")]
    keys = Counter(db.read_now(lambda tx: tx.all(_KEYS)))
    assert set(acknowledged) <= set(keys)
    assert set(keys.values()) == {1}
    assert {db.read_now(lambda tx, key=key: tx.value(_ENTRIES_OF, key=key)) for key in keys} == {2, 4}
    assert db.read_now(ledger.check) == []
