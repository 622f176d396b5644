"""Payouts under random histories, under kill -9, and that a breach is seen."""

import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from livefair import ledger
from livefair.kernel import SYSTEM, Actor, Conflict
from livefair.value.payouts import Ask, PayoutWord, payouts_of, request_payout, set_account, settle_payout
from livefair.value.payouts.invariants import check
from tests.value.payouts.paying import account, ask, earn, say, work

numbers = count()
OUTCOMES = ["paid", "failed", "returned"]


class Till(RuleBasedStateMachine):
    """One payee earns, gives back, asks; the bank says anything in any order, as often as it likes.

    The machine keeps its own account: what was earned and given back, and which payouts' money is with the bank.
    """

    db = None  # set by the test: one database serves all histories, each with a payee of its own
    payouts = Bundle("payouts")

    def __init__(self):
        super().__init__()
        self.me = Actor(f"p{next(numbers)}")
        self.earned = 0
        self.with_bank: dict[str, int] = {}
        self.states: dict[str, str] = {}

    def write(self, function):
        return self.db.write_now(lambda tx, actor: function(tx), SYSTEM)

    def post(self, tx, minor):
        me = self.me.id
        if minor > 0:
            legs = ledger.fill_legs(tx, [ledger.Supply(minor, f"receivable:{me}", f"payable:{me}")])
        else:
            legs = ledger.draw_legs(tx, [ledger.Demand(-minor, ledger.accounts_of(me))])
        legs = [ledger.Leg("psp_clearing", -minor), *legs]
        ledger.post(tx, key=f"t:{next(numbers)}", reason="release" if minor > 0 else "refund", legs=legs)

    @rule(minor=st.integers(1, 3_000))
    def earn(self, minor):
        self.write(lambda tx: self.post(tx, minor))
        self.earned += minor

    @rule(minor=st.integers(1, 2_000))
    def give_back(self, minor):
        self.write(lambda tx: self.post(tx, -minor))
        self.earned -= minor

    @rule(number=st.sampled_from(["DE89370400440532013000", "6222021234567890123"]))
    def change_account(self, number):
        self.db.write_now(set_account, self.me, self.me.id, holder="P", number=number)

    @rule(target=payouts, key=st.integers(0, 5), minimum=st.sampled_from([0, 0, 500]))
    def ask(self, key, minimum):
        free = self.db.read_now(ledger.free, f"payable:{self.me.id}")
        try:
            payout = self.db.write_now(request_payout, self.me, Ask(self.me.id, "CNY", f"key {key}", minimum))
        except Conflict:
            return None
        if payout.id not in self.states:
            assert payout.amount_minor == free >= minimum
            self.states[payout.id] = "sending"
        return payout

    @rule(payout=payouts, outcome=st.sampled_from(OUTCOMES), times=st.integers(1, 2))
    def bank_says(self, payout, outcome, times):
        if payout is None:
            return
        word = PayoutWord(payout.id, outcome, payout.amount_minor, "CNY")
        for _ in range(times):
            state = self.db.write_now(settle_payout, SYSTEM, word)
        was, self.states[payout.id] = self.states[payout.id], state
        assert was in {"sending", state} or (was, state) in {("paid", "returned"), ("failed", "paid_late")}
        self.with_bank[payout.id] = payout.amount_minor if state in {"paid", "paid_late"} else 0

    @invariant()
    def every_unit_is_somewhere(self):
        me = self.me.id
        if self.db is None:
            return
        owned = sum(self.db.read_now(ledger.balance, name) for name in ledger.accounts_of(me))
        assert owned == self.earned - sum(self.with_bank.values())

    @invariant()
    def a_debt_is_never_hidden_behind_money_that_could_pay_it(self):
        free = self.db.read_now(ledger.free, f"payable:{self.me.id}")
        assert free == 0 or self.db.read_now(ledger.free, f"receivable:{self.me.id}") == 0

    def teardown(self):
        book = self.db.read_now(lambda tx: payouts_of(tx, self.me, self.me.id, limit=100))
        assert {payout.id: payout.state for payout in book} == self.states
        assert self.db.read_now(check) == []
        assert self.db.read_now(ledger.check) == []


def test_every_unit_stays_explained_in_every_history(db):
    Till.db = db
    run_state_machine_as_test(
        Till,
        settings=settings(
            max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_kill_between_asking_and_telling_the_bank_loses_nothing_and_pays_nothing_twice(db, database_url):
    """A child earns, asks, tells the bank and hears from it, for ever, and is killed in the middle, again and again."""
    acknowledged = []
    for start in range(4):
        child = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("paying_child.py")), database_url, str(start)],
            stdout=subprocess.PIPE,
            text=True,
        )
        with child:
            acknowledged += [child.stdout.readline().strip() for _ in range(5 + 3 * start)]
            child.kill()
            acknowledged += [line.strip() for line in child.stdout if line.endswith("\n")]
    # The children ran by the wall's clock; the house goes on with its own.
    db.clock.move_to(4_000_000_000_000)
    work(db)
    book = db.read_now(lambda tx: [payout for start in range(4) for payout in all_of(tx, f"child{start}")])
    assert {line for line in acknowledged if line} <= {payout.id for payout in book}
    assert {payout.state for payout in book} == {"paid"}
    assert db.read_now(ledger.balance, "bank") == sum(payout.amount_minor for payout in book)


def all_of(tx, party):
    found, before = [], "~"
    while page := payouts_of(tx, Actor(party), party, before=before, limit=100):
        found += page
        before = page[-1].id
    return found


BREACHES = {
    "the lines of": "UPDATE value_payout SET amount_minor = amount_minor - 1",
    "its hold settled": "UPDATE value_payout SET state = 'failed'",
    "went to the bank": "UPDATE value_payout SET state = 'paid_late'",
    "that another pays too": "UPDATE value_payout SET after_seq = 0",
}


class Undo(Exception):
    pass


@pytest.mark.parametrize("what", BREACHES)
def test_a_breach_is_seen(db, what):
    account(db)
    for n in range(2):
        earn(db)
        say(db, ask(db, f"n{n}"), "paid")
    earn(db)
    say(db, ask(db, "last"), "returned")

    def plant(tx):
        tx._cursor.execute(BREACHES[what])
        found = check(tx)
        assert any(what in breach for breach in found), found
        raise Undo

    with pytest.raises(Undo):
        db.write_now(plant)
