"""The book's invariants under random histories, and that a breach of each is seen."""

from collections import Counter
from itertools import count
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from livefair import ledger
from livefair.kernel import SYSTEM, Conflict
from livefair.ledger import Demand, Leg, Part, Reservation, Supply
from livefair.ledger.pending import expire_holds

PARTIES = ["brand", "host", "mcn", "reviewer", "platform"]
HOLD_MS = 60_000
numbers = count()


class Line(NamedTuple):
    """An order line as the machine remembers it: what each party is to get of it and what was refunded."""

    id: str
    outstanding: dict[str, int]
    marks: set[str]


class Book(RuleBasedStateMachine):
    """Orders are captured, disputed, released, refunded before and after; what parties earn is paid out.

    The machine keeps its own account of what everybody should have, in plain additions.
    """

    db = clock = None  # set by the test: one database serves all histories, each under names of its own
    lines = Bundle("lines")
    payouts = Bundle("payouts")

    def __init__(self):
        super().__init__()
        self.name = f"m{next(numbers)}"
        self.entitled = Counter()  # by party: released − refunded − paid out
        self.paid_out = Counter()
        self.kept_lines = []
        self.posted = []

    def party(self, who):
        return f"{who}-{self.name}"

    def write(self, function, *args, **kwargs):
        return self.db.write_now(lambda tx: function(tx, *args, **kwargs))

    def post(self, key, legs):
        self.posted.append((key, legs))
        return self.write(ledger.post, key=key, reason="test", legs=legs)

    @rule(target=lines, minor=st.integers(1, 5_000), weights=st.lists(st.integers(0, 60), min_size=5, max_size=5))
    def capture(self, minor, weights):
        weights[0] += 1
        line = f"{self.name}-{next(numbers)}"
        self.post(f"capture:{line}", [Leg("psp_clearing", -minor), Leg(f"escrow:{line}", minor)])
        shares = ledger.split_legs(minor, [Part(who, weight) for who, weight in zip(PARTIES, weights, strict=True)])
        kept = Line(line, {leg.account: leg.minor for leg in shares}, set())
        self.kept_lines.append(kept)
        return kept

    @rule(line=lines)
    def release(self, line):
        """Refused while a dispute holds the escrow, for then there is not enough to give."""
        total = sum(line.outstanding.values())
        if "released" in line.marks or total == 0:
            return
        legs = [Leg(f"escrow:{line.id}", -total)]
        for who, minor in line.outstanding.items():
            party = self.party(who)
            legs += self.db.read_now(ledger.fill_legs, [Supply(minor, f"receivable:{party}", f"payable:{party}")])
        if "disputed" in line.marks:
            with pytest.raises(Conflict, match="insufficient_funds"):
                self.write(ledger.post, key=f"release:{line.id}", reason="test", legs=legs)
            return
        self.post(f"release:{line.id}", legs)
        line.marks.add("released")
        self.entitled.update(line.outstanding)

    @rule(line=lines)
    def dispute(self, line):
        if line.marks or not sum(line.outstanding.values()):
            return
        of = Reservation(f"escrow:{line.id}", "suspense", sum(line.outstanding.values()))
        self.write(ledger.hold, key=f"dispute:{line.id}", reason="dispute", of=of)
        line.marks.add("disputed")

    @rule(line=lines)
    def end_dispute(self, line):
        if "disputed" in line.marks:
            pending = self.db.read_now(ledger.find, f"dispute:{line.id}")
            self.write(ledger.void, pending.id)
            line.marks.remove("disputed")
            line.marks.add("was disputed")

    @rule(line=lines, part=st.integers(1, 6))
    def refund(self, line, part):
        """Of what is left a sixth up to all of it. Before release out of escrow, afterwards from the parties."""
        left = sum(line.outstanding.values())
        minor = max(1, left * part // 6)
        if left == 0 or "disputed" in line.marks:
            return
        borne = ledger.split_refund(minor, line.outstanding)
        legs = [Leg("psp_clearing", minor)]
        if "released" in line.marks:
            for who, share in borne.items():
                legs += self.db.read_now(ledger.draw_legs, [Demand(share, ledger.accounts_of(self.party(who)))])
            self.entitled.subtract(borne)
        else:
            legs.append(Leg(f"escrow:{line.id}", -minor))
        self.post(f"refund:{line.id}:{next(numbers)}", legs)
        for who, share in borne.items():
            line.outstanding[who] -= share

    @rule(target=payouts, who=st.sampled_from(PARTIES), part=st.integers(1, 3))
    def pay_out(self, who, part):
        account = f"payable:{self.party(who)}"
        minor = self.db.read_now(ledger.free, account) * part // 3
        if minor == 0:
            return None
        of = Reservation(account, "bank", minor, expires_at_ms=self.clock() + HOLD_MS)
        return who, self.write(ledger.hold, key=f"payout:{next(numbers)}", reason="payout", of=of).id, minor

    @rule(payout=consumes(payouts), part=st.integers(1, 2), works=st.booleans())
    def bank_answers(self, payout, part, works):
        if payout is None:
            return
        who, pending, minor = payout
        paid = max(1, minor * part // 2)
        try:
            if works:
                self.write(ledger.settle, pending, minor=paid)
                self.entitled[who] -= paid
                self.paid_out[who] += paid
            else:
                self.write(ledger.void, pending)
        except Conflict:
            assert self.db.read_now(ledger.resolution_of, pending) == "expired"
        with pytest.raises(Conflict, match="already_resolved"):
            self.write(ledger.void, pending, why={"late": "notice"})

    @rule()
    def time_passes(self):
        self.clock.advance(HOLD_MS)
        self.db.write_now(expire_holds, SYSTEM)

    @rule(data=st.data())
    def repeat(self, data):
        if self.posted:
            key, legs = data.draw(st.sampled_from(self.posted))
            self.write(ledger.post, key=key, reason="test", legs=legs)
            with pytest.raises(Conflict, match="key_reused"):
                self.write(ledger.post, key=key, reason="other", legs=legs)

    @invariant()
    def everybody_has_what_they_should(self):
        with_parties = {
            who: sum(self.db.read_now(ledger.balance, account) for account in ledger.accounts_of(self.party(who)))
            for who in PARTIES
        }
        assert with_parties == {who: self.entitled[who] for who in PARTIES}

    @invariant()
    def escrow_holds_what_is_not_released(self):
        for line in self.kept_lines:
            inside = 0 if "released" in line.marks else sum(line.outstanding.values())
            assert self.db.read_now(ledger.balance, f"escrow:{line.id}") == inside

    def teardown(self):
        """When every line is refunded in full, every party is back at 0 but for what it was paid out."""
        for line in self.kept_lines:
            self.end_dispute(line)
            self.refund(line, 6)
            assert not any(line.outstanding.values())
        self.everybody_has_what_they_should()
        self.escrow_holds_what_is_not_released()
        assert self.entitled == Counter({who: -minor for who, minor in self.paid_out.items()})
        assert self.db.read_now(ledger.check) == []


def test_every_invariant_holds_in_every_history(db, clock):
    def book():
        machine = Book()
        machine.db, machine.clock = db, clock
        return machine

    run_state_machine_as_test(
        book,
        settings=settings(
            max_examples=60, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


BREACHES = {
    "does not add up to 0": "INSERT INTO ledger_entry (transfer_id, account, currency, minor)"
    " VALUES ('t', 'bank', 'CNY', 1)",
    "no entries": "INSERT INTO ledger_transfer (id, key, body_hash, reason, why, phase, currency, at_ms)"
    " VALUES ('u', 'u', '', '', '{}', 'posted', 'CNY', 0)",
    "another currency": "UPDATE ledger_entry SET currency = 'EUR' WHERE account = 'bank'",
    "balance is not what": "UPDATE ledger_balance SET balance_minor = balance_minor + 1 WHERE account = 'payable:p'",
    "no balance": "DELETE FROM ledger_balance WHERE account = 'payable:p'",
    "held is not what": "UPDATE ledger_balance SET held_minor = held_minor + 1 WHERE account = 'payable:p'",
    "not pending": "UPDATE ledger_transfer SET phase = 'voided', pending_id = 't' WHERE id = 'u'",
    "more was settled than held": "UPDATE ledger_hold SET minor = 1",
}


class Undo(Exception):
    pass


@pytest.mark.parametrize("what", BREACHES)
def test_a_breach_is_seen(db, what):
    """Each planted by hand, past the ledger's own statements, in a transaction that is then undone."""

    def plant(tx):
        run = tx._cursor.execute
        run(
            "INSERT INTO ledger_transfer (id, key, body_hash, reason, why, phase, currency, at_ms)"
            " VALUES ('t', 't', '', '', '{}', 'posted', 'CNY', 0)"
        )
        legs = [Leg("bank", -10), Leg("payable:p", 10)]
        ledger.post(tx, key="k", reason="r", legs=legs)
        ledger.settle(tx, ledger.hold(tx, key="h", reason="r", of=Reservation("payable:p", "bank", 5)).id)
        tx.write_pending()
        if what == "not pending":
            run(BREACHES["no entries"])
        run(BREACHES[what])
        raise Undo(ledger.check(tx))

    with pytest.raises(Undo) as found:
        db.write_now(plant)
    assert any(what in breach for breach in found.value.args[0]), found.value.args[0]


def test_a_sound_book_has_no_breach(db):
    assert db.read_now(ledger.check) == []
