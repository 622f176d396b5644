import pytest

from livefair.kernel import Actor, NotFound
from livefair.value.payouts import lines_of, payout_for, payouts_of
from tests.value.payouts.paying import HOST, OPERATOR, account, ask, earn, say
from tests.value.shopping import refund


def test_the_lines_of_a_payout_add_up_to_it_and_name_order_line_and_rule_version(db):
    account(db)
    first, order = earn(db)
    second, _ = earn(db, amount_minor=3_333)
    say(db, ask(db), "paid")
    third, _ = earn(db, amount_minor=77_777)
    refund(db, order, {first.line_id: 5_000})
    payout = ask(db, "two")
    lines = db.read_now(lines_of, payout)
    assert sum(line.minor for line in lines) == payout.amount_minor
    assert [(line.reason, line.why["line_id"], line.why["rule_version"]) for line in lines] == [
        ("release", third.line_id, 1),
        ("refund", first.line_id, 1),
    ]
    assert second.line_id not in {line.why["line_id"] for line in lines}


def test_lines_come_in_pages(db):
    account(db)
    for _ in range(5):
        earn(db)
    payout, seen, after = ask(db), [], 0
    while page := db.read_now(lambda tx, last=after: lines_of(tx, payout, after_seq=last, limit=2)):
        seen += [line.seq for line in page]
        after = page[-1].seq
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen)


def test_a_payout_is_read_by_its_payee_and_by_operators(db):
    account(db)
    earn(db)
    payout = ask(db)
    for reader in (HOST, OPERATOR):
        assert db.read_now(payout_for, reader, payout.id) == payout
        assert db.read_now(payouts_of, reader, "host") == [payout]
    for read in (lambda tx: payout_for(tx, Actor("eve"), payout.id), lambda tx: payouts_of(tx, Actor("eve"), "host")):
        with pytest.raises(NotFound):
            db.read_now(read)
