import pytest

from livefair import ledger
from livefair.ledger import Leg, Total

MINE = ledger.accounts_of("p")


@pytest.fixture
def posted(db, clock):
    for n in range(1, 6):
        legs = [Leg("psp_clearing", -n), Leg("payable:p", n, {"share": n})]
        db.write_now(
            lambda tx, n=n, legs=legs: ledger.post(tx, key=str(n), reason="release", legs=legs, why={"line": f"l{n}"})
        )
        clock.advance(1000)


@pytest.mark.usefixtures("posted")
def test_each_line_says_why_newest_first(db, clock):
    newest = db.read_now(ledger.lines, MINE)[0]
    assert (newest.minor, newest.reason, newest.why) == (5, "release", {"line": "l5", "share": 5})
    assert newest.at_ms == clock() - 1000


@pytest.mark.usefixtures("posted")
def test_pages_follow_each_other_without_gap_or_overlap(db):
    pages, before = [], None
    while page := db.read_now(lambda tx, before=before: ledger.lines(tx, MINE, before_seq=before, limit=2)):
        pages.append([line.minor for line in page])
        before = page[-1].seq
    assert pages == [[5, 4], [3, 2], [1]]


@pytest.mark.usefixtures("posted")
def test_totals_say_what_came_and_what_went_and_for_which_reason(db):
    legs = [Leg("payable:p", -4), Leg("bank", 4)]
    db.write_now(lambda tx: ledger.post(tx, key="out", reason="payout", legs=legs))
    assert db.read_now(ledger.totals, MINE) == [
        Total("payable:p", "CNY", "payout", 0, 4, 1),
        Total("payable:p", "CNY", "release", 15, 0, 5),
    ]


@pytest.mark.usefixtures("posted")
def test_a_line_opens_to_all_sides_of_its_transfer(db):
    line = db.read_now(ledger.lines, MINE)[0]
    assert db.read_now(ledger.legs_of, line.transfer_id) == [Leg("psp_clearing", -5), Leg("payable:p", 5, {"share": 5})]


def test_a_stranger_s_statement_is_empty(db):
    assert db.read_now(ledger.lines, ledger.accounts_of("q")) == []
    assert db.read_now(ledger.totals, ledger.accounts_of("q")) == []
