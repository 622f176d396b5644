"""Sponsored funds: a brand or an agency sets money apart, in the ledger, and grants parts of it to people by name.

What is set apart is no longer the sponsor's to spend otherwise; what is left when it closes goes back.
"""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, func, select, update

from livefair import ledger
from livefair.kernel import (
    SYSTEM,
    Actor,
    Conflict,
    Money,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.people import clean_line, clean_text, person_card
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.supply.events_of_resources import FundClosed, FundGranted, FundOpened
from livefair.supply.models.funds import FUND, FUND_GRANT
from livefair.supply.resources import OWNERS
from livefair.supply.rules import funds as rules


class Fund(NamedTuple):
    id: str
    sponsor_id: str
    purpose: str
    given_minor: int
    granted_minor: int
    currency: str
    opened_at_ms: int
    closed_at_ms: int | None

    @property
    def left(self) -> Money:
        """What can still be granted."""
        return Money(0 if self.closed_at_ms else self.given_minor - self.granted_minor, self.currency)

    @property
    def given(self) -> Money:
        return Money(self.given_minor, self.currency)


class Grant(NamedTuple):
    """What somebody is to get, and what for."""

    person_id: str
    minor: int
    why: str


class Granted(NamedTuple):
    id: str
    fund_id: str
    person_id: str
    why: str
    minor: int
    granted_at_ms: int


_fund, _grant = FUND.c, FUND_GRANT.c
_ONE = query(Fund, select(*(_fund[field] for field in Fund._fields)).where(_fund.id == bindparam("fund")))
_OF_SPONSOR = query(
    Fund,
    select(*(_fund[field] for field in Fund._fields))
    .where(_fund.sponsor_id == bindparam("sponsor"))
    .order_by(_fund.id.desc())
    .limit(100),
)
_OPEN = query(
    int,
    select(func.count())
    .select_from(FUND)
    .where(_fund.sponsor_id == bindparam("sponsor"), _fund.closed_at_ms.is_(None)),
)
_BY_KEY = query(str, select(_fund.id).where(_fund.sponsor_id == bindparam("sponsor"), _fund.key == bindparam("k")))
_GRANT_BY_KEY = query(str, select(_grant.id).where(_grant.fund_id == bindparam("fund"), _grant.key == bindparam("k")))
_GRANTS = query(
    Granted,
    select(*(_grant[field] for field in Granted._fields))
    .where(_grant.fund_id == bindparam("fund"))
    .order_by(_grant.id.desc())
    .limit(rules.GRANTS_SHOWN),
)
# One statement decides: two grants at one moment never take more than there is.
_TAKE = change(
    update(FUND)
    .where(
        _fund.id == bindparam("fund"),
        _fund.closed_at_ms.is_(None),
        _fund.granted_minor + bindparam("n", type_=BigInteger) <= _fund.given_minor,
    )
    .values(granted_minor=_fund.granted_minor + bindparam("n", type_=BigInteger))
)
_CLOSE = query(
    lambda left_minor: int(left_minor),
    update(FUND)
    .where(_fund.id == bindparam("fund"), _fund.closed_at_ms.is_(None))
    .values(closed_at_ms=bindparam("now"))
    .returning(_fund.given_minor - _fund.granted_minor),
)


def open_fund(tx: WriteTx, actor: Actor, purpose: str, given: Money, *, key: str) -> str:
    """Set money apart. The same `key` twice is the same fund. Conflict fund_not_covered."""
    sponsor_id = _sponsor(actor)
    key = clean_line(key, limit=80, field="key")
    if (earlier := tx.one(_BY_KEY, sponsor=sponsor_id, k=key)) is not None:
        return earlier
    require_valid(0 < given.minor <= rules.FUND_MINOR_MAX, "out_of_range", field="given")
    purpose = clean_line(purpose, limit=rules.PURPOSE_CHARS_MAX, field="purpose")
    if tx.value(_OPEN, sponsor=sponsor_id) >= rules.OPEN_FUNDS_MAX:
        raise TooMany("too_many_funds", limit=rules.OPEN_FUNDS_MAX)
    fund = Fund(tx.new_id(), sponsor_id, purpose, given.minor, 0, given.currency, tx.now_ms, None)
    tx.insert(FUND, key=key, **fund._asdict())
    ledger.set_apart(
        tx,
        _purse(fund),
        (sponsor_id, given.minor),
        reason="fund_given",
        key=f"fund_given:{fund.id}",
        or_else=Conflict("fund_not_covered"),
    )
    tx.announce(FundOpened(fund_id=fund.id, sponsor_id=sponsor_id, given_minor=given.minor, currency=given.currency))
    return fund.id


def grant(tx: WriteTx, actor: Actor, fund_id: str, to: Grant, *, key: str) -> str:
    """Give somebody a part of it, who is told why. The same `key` twice is one grant.

    Conflict: fund_spent (there is not as much left, or it is closed), own_grant (to the sponsor's own people).
    """
    fund = fund_for(tx, actor, fund_id)
    key = clean_line(key, limit=80, field="key")
    if (earlier := tx.one(_GRANT_BY_KEY, fund=fund.id, k=key)) is not None:
        return earlier
    require_valid(0 < to.minor <= fund.given_minor, "out_of_range", field="minor")
    why = clean_text(to.why, limit=rules.WHY_CHARS_MAX, field="why")
    require_valid(bool(why), "empty", field="why")
    person = person_card(tx, to.person_id)
    if to.person_id == actor.id:
        raise Conflict("own_grant")
    if not tx.change(_TAKE, fund=fund.id, n=to.minor):
        raise Conflict("fund_spent")
    grant_id = tx.new_id()
    tx.insert(
        FUND_GRANT,
        id=grant_id,
        fund_id=fund.id,
        person_id=person.id,
        why=why,
        key=key,
        minor=to.minor,
        granted_by=actor.id,
        granted_at_ms=tx.now_ms,
    )
    _hand_over(tx, fund, "fund_granted", (person.id, to.minor), grant_id)
    tx.announce(
        FundGranted(
            fund_id=fund.id,
            sponsor_id=fund.sponsor_id,
            grant_id=grant_id,
            person_id=person.id,
            minor=to.minor,
            currency=fund.currency,
        )
    )
    note = DeviceNote("fund_granted", {"purpose": fund.purpose}, "/me/value", f"grant:{grant_id}")
    leave_note(tx, SYSTEM, person.id, note)
    return grant_id


def close_fund(tx: WriteTx, actor: Actor, fund_id: str) -> None:
    """Nothing more is granted; what is left goes back. Closing it again does nothing."""
    fund = fund_for(tx, actor, fund_id)
    left_minor = tx.one(_CLOSE, fund=fund.id, now=tx.now_ms)
    if left_minor is None:
        return
    _hand_over(tx, fund, "fund_back", (fund.sponsor_id, left_minor), fund.id)
    tx.announce(
        FundClosed(fund_id=fund.id, sponsor_id=fund.sponsor_id, returned_minor=left_minor, currency=fund.currency)
    )


def fund_for(tx: ReadTx, actor: Actor, fund_id: str) -> Fund:
    """One of the actor's own organisation."""
    sponsor_id = _sponsor(actor)
    fund = tx.one(_ONE, fund=fund_id)
    if fund is None or fund.sponsor_id != sponsor_id:
        not_found("fund")
    return fund


def funds_of(tx: ReadTx, sponsor_id: str) -> list[Fund]:
    return tx.all(_OF_SPONSOR, sponsor=sponsor_id)


def grants_of(tx: ReadTx, fund_id: str) -> list[Granted]:
    """Newest first."""
    return tx.all(_GRANTS, fund=fund_id)


def account_of(fund_id: str) -> str:
    return f"pool:fund-{fund_id}"


def _sponsor(actor: Actor) -> str:
    require(actor.organisation_id is not None and not actor.roles.isdisjoint(OWNERS), "partners_only")
    return actor.organisation_id or ""


def _hand_over(tx: WriteTx, fund: Fund, reason: str, part: tuple[str, int], name: str) -> None:
    ledger.hand_over(tx, _purse(fund), [part], reason=reason, key=f"{reason}:{name}")


def _purse(fund: Fund) -> ledger.Purse:
    return ledger.Purse(account_of(fund.id), fund.currency, {"fund_id": fund.id})
