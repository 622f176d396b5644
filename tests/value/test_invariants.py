import pytest

from livefair import value
from tests.value.shopping import buy_and_keep, line, pay

BREACHES = {
    "not what was paid": "UPDATE value_share SET planned_minor = planned_minor + 1 WHERE role = 'brand'",
    "gave back something else": "UPDATE value_share SET refunded_minor = 1 WHERE role = 'brand'",
    "before it was due": "UPDATE value_line SET due_at_ms = NULL",
    "holds 0, not 9999": "UPDATE value_line SET released_at_ms = NULL, refunded_minor = 1",
}


class Undo(Exception):
    pass


@pytest.mark.parametrize("what", BREACHES)
def test_a_breach_is_seen(db, what):
    buy_and_keep(db, line())

    def plant(tx):
        tx._cursor.execute(BREACHES[what])
        raise Undo(value.check(tx))

    with pytest.raises(Undo) as found:
        db.write_now(plant)
    assert any(what in breach for breach in found.value.args[0]), found.value.args[0]


def test_shares_in_order_have_no_breach(db):
    buy_and_keep(db, line())
    pay(db, line())
    assert db.read_now(value.check) == []
