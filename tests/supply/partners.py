"""Organisations that lend and support each other, and what stands ready for somebody."""

from livefair import ledger
from livefair.people import actor_of, found_organisation


def organisation(db, join, kind, name):
    founder = join(name)
    db.write_now(found_organisation, founder, kind=kind, name=f"House of {name}")
    return db.read_now(actor_of, founder.id)


def has(db, party):
    return db.read_now(ledger.balance, f"payable:{party}", "CNY")
