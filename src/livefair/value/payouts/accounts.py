"""Where a payee's money goes. People see the last four characters; the number itself goes to the provider only."""

from typing import NamedTuple

from sqlalchemy import bindparam, exists, not_, select, update

from livefair.kernel import Actor, ReadTx, WriteTx, change, query
from livefair.people import clean_line
from livefair.value.events import PayoutAccountChanged
from livefair.value.models import PAYOUT, PAYOUT_ACCOUNT
from livefair.value.payouts.payees import require_payee
from livefair.value.rules.payouts import HOLDER_CHARS_MAX, clean_number


class Account(NamedTuple):
    id: str
    holder: str
    last4: str
    added_at_ms: int


_CURRENT = query(
    Account,
    select(*(PAYOUT_ACCOUNT.c[name] for name in Account._fields)).where(
        PAYOUT_ACCOUNT.c.current_of == bindparam("party")
    ),
)
_NUMBER = query(str, select(PAYOUT_ACCOUNT.c.number).where(PAYOUT_ACCOUNT.c.id == bindparam("one")))
_REPLACE = change(
    update(PAYOUT_ACCOUNT)
    .where(PAYOUT_ACCOUNT.c.current_of == bindparam("whose"))
    .values(current_of=None, replaced_at_ms=bindparam("now"))
)
_FORGET = change(
    update(PAYOUT_ACCOUNT)
    .where(
        PAYOUT_ACCOUNT.c.party == bindparam("whose"),
        PAYOUT_ACCOUNT.c.current_of.is_(None),
        PAYOUT_ACCOUNT.c.number != "",
        not_(exists().where(PAYOUT.c.account_id == PAYOUT_ACCOUNT.c.id, PAYOUT.c.state == "sending")),
    )
    .values(number="")
)


def set_account(tx: WriteTx, actor: Actor, party: str, *, holder: str, number: str) -> Account:
    """From now on the payee is paid to this account; what is on its way still goes to the one before.

    Invalid: bad_account_number, empty, too_long. NotAllowed: owners_only.
    """
    require_payee(tx, actor, party)
    name, cleaned = clean_line(holder, limit=HOLDER_CHARS_MAX, field="holder"), clean_number(number)
    found = account_of(tx, party)
    if found is not None and (found.holder, number_of(tx, found.id)) == (name, cleaned):
        return found
    tx.change(_REPLACE, whose=party, now=tx.now_ms)
    made = Account(tx.new_id(), name, cleaned[-4:], tx.now_ms)
    tx.insert(PAYOUT_ACCOUNT, **made._asdict(), party=party, number=cleaned, current_of=party, added_by=actor.id)
    forget_numbers(tx, party)
    tx.announce(PayoutAccountChanged(party=party, account_id=made.id, last4=made.last4, by=actor.id))
    return made


def account_of(tx: ReadTx, party: str) -> Account | None:
    return tx.one(_CURRENT, party=party)


def number_of(tx: ReadTx, account_id: str) -> str:
    """The whole number: for the provider, and for nobody else."""
    return tx.value(_NUMBER, one=account_id)


def forget_numbers(tx: WriteTx, party: str) -> None:
    """Wipe the numbers of accounts that were replaced, as soon as nothing is on its way to them."""
    tx.change(_FORGET, whose=party)
