"""A payee's journal against docs/verify_statement.py, which knows nothing of the program."""

import copy
import runpy
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from livefair import ledger
from livefair.kernel import Actor, NotFound
from livefair.value.payouts.journal import journal_of
from tests.value.payouts.paying import HOST, account, ask, earn, say
from tests.value.shopping import line, pay, refund

FILE = Path(__file__).parents[3] / "docs/verify_statement.py"
SCRIPT = runpy.run_path(str(FILE))
verify, Wrong = SCRIPT["verify"], SCRIPT["Wrong"]


@pytest.fixture
def journal(db):
    """A busy month: releases, refunds before and after, a debt, payouts that arrived, failed, came back, came late."""
    account(db)
    bought, order = earn(db, amount_minor=9_999)
    waiting = line(amount_minor=7_777)
    refund(db, pay(db, waiting), {waiting.line_id: 3_333}, "r0")
    say(db, ask(db, "a"), "paid")
    refund(db, order, {bought.line_id: 5_001}, "r1")
    earn(db, amount_minor=33_333)
    late = ask(db, "b")
    say(db, late, "failed")
    back = ask(db, "c")
    say(db, back, "returned")
    say(db, ask(db, "d"), "paid")
    say(db, late, "paid")
    earn(db, amount_minor=77_777)
    ask(db, "e")
    return exported(db)


def exported(db, actor=HOST):
    found = db.read_now(journal_of, actor, actor.id)
    plain = {**found._asdict(), **{name: [row._asdict() for row in getattr(found, name)] for name in LISTS}}
    return msgspec.json.decode(msgspec.json.encode(plain))


LISTS = ("totals", "entries", "shares", "payouts")


def test_the_script_derives_the_statement_to_the_last_unit(db, journal):
    found = verify(journal)["CNY"]
    accounts = ("payable:host", "reserve:host", "receivable:host")
    payable, reserve, receivable = (db.read_now(ledger.balance, name) for name in accounts)
    assert (found["payable_minor"], found["owed_minor"]) == (payable + reserve, -receivable)
    assert found["released_minor"] - found["returned_minor"] - found["paid_out_minor"] == payable + reserve + receivable


def test_a_journal_without_any_money_is_right(db):
    assert verify(exported(db, Actor("new"))) == {}


def lies(journal):
    """Every number changed, every row left out or told twice."""
    for kind in LISTS:
        for at, row in enumerate(journal[kind]):
            for name, value in row.items():
                if name.endswith("_minor") or name in {"minor", "after_seq", "until_seq"}:
                    for change in (-1, 1):
                        told = copy.deepcopy(journal)
                        told[kind][at][name] = value + change
                        yield f"{kind} {at} {name} {change:+}", told
            for count in (0, 2):
                told = copy.deepcopy(journal)
                told[kind][at : at + 1] = [row] * count
                yield f"{kind} {at} × {count}", told


# A base off by one unit still explains its share; a total told twice says the same; a payout that has moved
# nothing yet, or that reaches over a number that is no entry of this payee, leaves no trace in the entries.
HARMLESS = ("base_minor", "totals 0 × 2", "_seq", "payouts 4 × 0")


def test_every_planted_lie_is_found(journal):
    believed = []
    for what, told in lies(journal):
        try:
            verify(told)
        except Wrong:
            continue
        believed.append(what)
    assert [what for what in believed if not any(word in what for word in HARMLESS)] == []


def test_a_lie_that_makes_its_own_sums_fit_is_found(journal):
    """An entry left out and the total corrected to match: the line's share still speaks."""
    [gone] = [entry for entry in journal["entries"] if entry["reason"] == "release"][-1:]
    journal["entries"].remove(gone)
    journal["totals"][0]["released_minor"] -= gone["minor"]
    journal["totals"][0]["payable_minor"] -= gone["minor"]
    with pytest.raises(Wrong):
        verify(journal)


def test_the_script_runs_alone(journal, tmp_path):
    """As anybody would run it: no packages of ours, no site packages."""
    right, wrong = tmp_path / "right.json", tmp_path / "wrong.json"
    right.write_bytes(msgspec.json.encode(journal))
    journal["totals"][0]["paid_out_minor"] -= 1
    wrong.write_bytes(msgspec.json.encode(journal))
    for file, code, word in ((right, 0, "right"), (wrong, 1, "WRONG")):
        done = subprocess.run([sys.executable, "-I", "-S", str(FILE), str(file)], capture_output=True, text=True)
        assert (done.returncode, word in done.stdout) == (code, True), done.stdout + done.stderr


def test_nobody_exports_the_journal_of_others(db):
    with pytest.raises(NotFound):
        db.read_now(journal_of, Actor("eve"), "host")
