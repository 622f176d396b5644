"""Earns and asks for ever, prints a payout once it is durable, then tells the bank. Killed by test_invariants."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "src"))

import livefair.world.tables  # noqa: F401 (every package's tables)
from livefair import ledger
from livefair.kernel import SYSTEM, Actor, Database
from livefair.ledger import Leg
from livefair.value.payouts import Ask, PayoutWord, request_payout, set_account, settle_payout
from livefair.value.payouts.local_provider import take_transfer
from livefair.value.payouts.sending import mark_sent, order_of


def main(url, start):
    db, me = Database(url), Actor(f"child{start}")
    db.write_now(set_account, me, me.id, holder="Child", number="6222021234567890123")
    number = 0
    while True:
        legs = [Leg("psp_clearing", -100), Leg(f"payable:{me.id}", 100)]
        key = f"{start}:{number}"
        db.write_now(lambda tx, key=key, legs=legs: ledger.post(tx, key=key, reason="release", legs=legs))
        payout = db.write_now(request_payout, me, Ask(me.id, "CNY", key, 0))
        sys.stdout.write(f"{payout.id}\n")
        sys.stdout.flush()
        order = db.read_now(order_of, payout.id)
        db.write_now(mark_sent, SYSTEM, payout.id, reference=db.write_now(take_transfer, SYSTEM, order))
        db.write_now(settle_payout, SYSTEM, PayoutWord(payout.id, "paid", payout.amount_minor, "CNY"))
        number += 1


main(*sys.argv[1:])
