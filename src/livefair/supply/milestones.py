"""Milestones: a flat fee waits in escrow, part by part, until the host has delivered what it is paid for.

Signed: held. Delivered in time or late, and accepted (or not answered within a week): paid. Missed: held until it is
delivered after all or the brand takes it back.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair import ledger
from livefair.kernel import (
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
    split_minor,
    word_in,
)
from livefair.people import clean_text, contract_in_force
from livefair.supply.events_of_deals import MilestoneDelivered, MilestoneMissed, MilestoneSettled
from livefair.supply.models.deals import DEAL, DEAL_MILESTONE
from livefair.supply.rules import deals as rules
from livefair.supply.rules.deals import Terms


class Fee(NamedTuple):
    """Whose fee it is, and under which signed version."""

    deal_id: str
    version: int
    brand_id: str
    host_id: str


class Milestone(NamedTuple):
    deal_id: str
    version: int
    position: int
    title: str
    amount_minor: int
    currency: str
    due_at_ms: int
    state: str
    note: str
    delivered_at_ms: int | None
    settled_at_ms: int | None


_COLUMNS = [getattr(DEAL_MILESTONE.c, field) for field in Milestone._fields]
_this = (
    DEAL_MILESTONE.c.deal_id == bindparam("deal"),
    DEAL_MILESTONE.c.version == bindparam("v"),
    DEAL_MILESTONE.c.position == bindparam("place"),
)
_OF_DEAL = query(
    Milestone,
    select(*_COLUMNS)
    .where(DEAL_MILESTONE.c.deal_id == bindparam("deal"))
    .order_by(DEAL_MILESTONE.c.version, DEAL_MILESTONE.c.position),
)
_ONE = query(Milestone, select(*_COLUMNS).where(*_this))
_SIDES = query(
    lambda brand_id, host_id: (brand_id, host_id),
    select(DEAL.c.brand_id, DEAL.c.host_id).where(DEAL.c.id == bindparam("deal")),
)
_OPEN = query(
    int,
    select(func.count())
    .select_from(DEAL_MILESTONE)
    .where(DEAL_MILESTONE.c.deal_id == bindparam("deal"), word_in(DEAL_MILESTONE.c.state, "open", "delivered")),
)
_MISS = change(update(DEAL_MILESTONE).where(*_this, DEAL_MILESTONE.c.state == "open").values(state="missed"))
_DELIVER = change(
    update(DEAL_MILESTONE)
    .where(*_this, word_in(DEAL_MILESTONE.c.state, "open", "missed"))
    .values(state="delivered", delivered_at_ms=bindparam("now"), note=bindparam("said"))
)
_PAY = change(
    update(DEAL_MILESTONE)
    .where(*_this, DEAL_MILESTONE.c.state == "delivered")
    .values(state="paid", settled_at_ms=bindparam("now"))
)
_RETURN = change(
    update(DEAL_MILESTONE)
    .where(*_this, word_in(DEAL_MILESTONE.c.state, "open", "missed"))
    .values(state="returned", settled_at_ms=bindparam("now"))
)


def hold_fee(tx: WriteTx, actor: Actor, fee: Fee, terms: Terms) -> None:
    """Take the whole fee out of what stands ready for the brand. Conflict fee_not_covered."""
    if not terms.fee_minor:
        return
    ledger.set_apart(
        tx,
        _purse(fee, terms.currency),
        (fee.brand_id, terms.fee_minor),
        reason="deal_fee_held",
        key=f"deal_fee:{fee.deal_id}:{fee.version}",
        or_else=Conflict("fee_not_covered"),
    )
    for position, one in enumerate(terms.milestones, start=1):
        tx.insert(
            DEAL_MILESTONE,
            deal_id=fee.deal_id,
            version=fee.version,
            position=position,
            title=one.title,
            amount_minor=one.amount_minor,
            currency=terms.currency,
            due_at_ms=one.due_at_ms,
            state="open",
            note="",
        )
        tx.later(
            miss_milestone,
            after_ms=max(0, one.due_at_ms - tx.now_ms),
            key=f"milestone:{fee.deal_id}:{fee.version}:{position}",
            deal_id=fee.deal_id,
            version=fee.version,
            position=position,
        )


@job
def miss_milestone(tx: WriteTx, actor: Actor, *, deal_id: str, version: int, position: int) -> None:
    """The day has come and nothing was delivered."""
    if tx.change(_MISS, deal=deal_id, v=version, place=position):
        fee = _fee_of(tx, deal_id, version)
        tx.announce(
            MilestoneMissed(
                deal_id=deal_id, version=version, position=position, brand_id=fee.brand_id, host_id=fee.host_id
            )
        )


def deliver(tx: WriteTx, actor: Actor, deal_id: str, *, version: int, position: int, note: str = "") -> None:
    """The host says that it is done. Conflict milestone_over."""
    fee = _fee_of(tx, deal_id, version)
    require(actor.id == fee.host_id, "not_yours")
    said = clean_text(note, limit=rules.NOTE_CHARS_MAX, field="note")
    if not tx.change(_DELIVER, deal=deal_id, v=version, place=position, now=tx.now_ms, said=said):
        raise Conflict("milestone_over")
    tx.later(
        accept_later,
        after_ms=rules.ANSWER_WITHIN_MS,
        key=f"accept:{deal_id}:{version}:{position}",
        deal_id=deal_id,
        version=version,
        position=position,
    )
    tx.announce(
        MilestoneDelivered(
            deal_id=deal_id, version=version, position=position, brand_id=fee.brand_id, host_id=fee.host_id
        )
    )


@job
def accept_later(tx: WriteTx, actor: Actor, *, deal_id: str, version: int, position: int) -> None:
    """A brand that does not answer has accepted."""
    found = tx.one(_ONE, deal=deal_id, v=version, place=position)
    if found is not None and found.state == "delivered":
        _pay(tx, _fee_of(tx, deal_id, version), found)


def accept(tx: WriteTx, actor: Actor, deal_id: str, *, version: int, position: int) -> None:
    """The brand has what was promised: its part of the fee goes to the host. Conflict milestone_not_delivered."""
    fee = _fee_of(tx, deal_id, version)
    _require_brand(actor, fee)
    _pay(tx, fee, _milestone(tx, deal_id, version, position))


def take_back_missed(tx: WriteTx, actor: Actor, deal_id: str, *, version: int, position: int) -> None:
    """Its day is over and nothing came: the brand has its money again. Conflict milestone_not_missed."""
    fee = _fee_of(tx, deal_id, version)
    _require_brand(actor, fee)
    found = _milestone(tx, deal_id, version, position)
    if found.state != "missed" or not _give_back(tx, fee, found):
        raise Conflict("milestone_not_missed")


def give_up(tx: WriteTx, actor: Actor, deal_id: str, *, brand_id: str) -> None:
    """For use cases that have checked who may: what is not delivered goes back to the brand."""
    for found in milestones_of(tx, deal_id):
        _give_back(tx, _fee_of(tx, deal_id, found.version), found)


def are_open(tx: ReadTx, deal_id: str) -> bool:
    return tx.value(_OPEN, deal=deal_id) > 0


def milestones_of(tx: ReadTx, deal_id: str) -> list[Milestone]:
    return tx.all(_OF_DEAL, deal=deal_id)


def escrow_of(tx: ReadTx, deal_id: str, currency: str = "CNY") -> int:
    """Minor units that wait for this deal's milestones."""
    return ledger.balance(tx, _escrow(deal_id), currency)


def _pay(tx: WriteTx, fee: Fee, found: Milestone) -> None:
    if not tx.change(_PAY, deal=fee.deal_id, v=found.version, place=found.position, now=tx.now_ms):
        raise Conflict("milestone_not_delivered")
    contract = contract_in_force(tx, fee.host_id)
    share_bp = contract.share_bp if contract else 0
    to_mcn, to_host = split_minor(found.amount_minor, [share_bp, 10_000 - share_bp])
    parts = [(fee.host_id, to_host), *([(contract.mcn_id, to_mcn)] if contract else [])]
    _hand_over(tx, fee, found, "deal_fee_paid", parts)
    _settled(tx, fee, found, "paid")


def _give_back(tx: WriteTx, fee: Fee, found: Milestone) -> bool:
    if not tx.change(_RETURN, deal=fee.deal_id, v=found.version, place=found.position, now=tx.now_ms):
        return False
    _hand_over(tx, fee, found, "deal_fee_back", [(fee.brand_id, found.amount_minor)])
    _settled(tx, fee, found, "returned")
    return True


def _hand_over(tx: WriteTx, fee: Fee, found: Milestone, reason: str, parts: list[tuple[str, int]]) -> None:
    purse = _purse(fee, found.currency, {"position": found.position})
    key = f"{reason}:{fee.deal_id}:{found.version}:{found.position}"
    ledger.hand_over(tx, purse, parts, reason=reason, key=key)


def _purse(fee: Fee, currency: str, more: ledger.Why | None = None) -> ledger.Purse:
    why = {"deal_id": fee.deal_id, "version": fee.version, **(more or {})}
    return ledger.Purse(_escrow(fee.deal_id), currency, why)


def _settled(tx: WriteTx, fee: Fee, found: Milestone, outcome: str) -> None:
    tx.announce(
        MilestoneSettled(
            deal_id=fee.deal_id,
            version=found.version,
            position=found.position,
            brand_id=fee.brand_id,
            host_id=fee.host_id,
            outcome=outcome,
            amount_minor=found.amount_minor,
            currency=found.currency,
        )
    )


def _milestone(tx: ReadTx, deal_id: str, version: int, position: int) -> Milestone:
    return tx.one(_ONE, deal=deal_id, v=version, place=position) or not_found("milestone")


def _fee_of(tx: ReadTx, deal_id: str, version: int) -> Fee:
    sides = tx.one(_SIDES, deal=deal_id)
    return Fee(deal_id, version, *sides) if sides else not_found("deal")


def _require_brand(actor: Actor, fee: Fee) -> None:
    require(actor.has("brand") and actor.organisation_id == fee.brand_id, "not_yours")


def _escrow(deal_id: str) -> str:
    return f"escrow:deal-{deal_id}"
