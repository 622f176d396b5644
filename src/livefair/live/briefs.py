"""Briefs: what an agency asks of a host of its roster, with goods and a day, and what the host delivered."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.catalog import offered_product_for
from livefair.kernel import (
    SYSTEM,
    Actor,
    Conflict,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    text_in,
)
from livefair.live.events_of_briefs import BriefAccepted, BriefAssigned, BriefDelivered, BriefSentBack, BriefWithdrawn
from livefair.live.models.briefs import BRIEF, BRIEF_GOODS
from livefair.live.rules import briefs as rules
from livefair.people import clean_line, clean_text, contract_in_force
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note

SHOWN_MAX = 200
PAGE = "/studio/briefs"


class BriefDraft(NamedTuple):
    host_id: str
    title: str
    text: str
    due_at_ms: int
    product_ids: Sequence[str] = ()


class Brief(NamedTuple):
    id: str
    mcn_id: str
    host_id: str
    title: str
    text: str
    due_at_ms: int
    assigned_by: str
    assigned_at_ms: int
    delivered: str | None
    delivered_at_ms: int | None
    answer: str | None
    accepted_at_ms: int | None
    withdrawn_at_ms: int | None

    @property
    def state(self) -> str:
        """assigned, delivered, accepted or withdrawn"""
        return rules.state_of(
            delivered_at_ms=self.delivered_at_ms,
            accepted_at_ms=self.accepted_at_ms,
            withdrawn_at_ms=self.withdrawn_at_ms,
        )


_COLUMNS = [BRIEF.c[field] for field in Brief._fields]
_ONE = query(Brief, select(*_COLUMNS).where(BRIEF.c.id == bindparam("brief")))
_BY_KEY = query(str, select(BRIEF.c.id).where(BRIEF.c.mcn_id == bindparam("mcn"), BRIEF.c.key == bindparam("k")))
_OF_MCN = query(
    Brief, select(*_COLUMNS).where(BRIEF.c.mcn_id == bindparam("mcn")).order_by(BRIEF.c.id.desc()).limit(SHOWN_MAX)
)
_OF_HOST = query(
    Brief, select(*_COLUMNS).where(BRIEF.c.host_id == bindparam("host")).order_by(BRIEF.c.id.desc()).limit(SHOWN_MAX)
)
_is_open = (BRIEF.c.accepted_at_ms.is_(None), BRIEF.c.withdrawn_at_ms.is_(None))
_OPEN = query(int, select(func.count()).select_from(BRIEF).where(BRIEF.c.mcn_id == bindparam("mcn"), *_is_open))
_GOODS = query(
    lambda brief_id, product_id: (brief_id, product_id),
    select(BRIEF_GOODS.c.brief_id, BRIEF_GOODS.c.product_id)
    .where(text_in(BRIEF_GOODS.c.brief_id, "ids"))
    .order_by(BRIEF_GOODS.c.product_id),
)
_open_one = update(BRIEF).where(BRIEF.c.id == bindparam("brief"), *_is_open)
_DELIVER = change(_open_one.values(delivered=bindparam("words"), delivered_at_ms=bindparam("now"), answer=None))
_of_delivered = _open_one.where(BRIEF.c.delivered_at_ms.is_not(None))
_ACCEPT = change(_of_delivered.values(accepted_at_ms=bindparam("now"), accepted_by=bindparam("who")))
_SEND_BACK = change(_of_delivered.values(delivered_at_ms=None, answer=bindparam("words")))
_WITHDRAW = change(_open_one.values(withdrawn_at_ms=bindparam("now"), withdrawn_by=bindparam("who")))


def agency_of(actor: Actor) -> str:
    """The agency that somebody acts for. NotAllowed: mcns_only."""
    require(actor.has("mcn") and actor.organisation_id is not None, "mcns_only")
    return str(actor.organisation_id)


def require_on_roster(tx: ReadTx, mcn_id: str, host_id: str) -> None:
    """Invalid not_on_roster: the host is not under contract with this agency now."""
    contract = contract_in_force(tx, host_id)
    require_valid(contract is not None and contract.mcn_id == mcn_id, "not_on_roster", field="host_id")


def assign_brief(tx: WriteTx, actor: Actor, draft: BriefDraft, *, key: str) -> str:
    """Ask a host for something; returns the brief's id. The same `key` twice is the same brief.

    Invalid: not_on_roster, due_day. TooMany: too_many_briefs.
    """
    mcn_id = agency_of(actor)
    if (earlier := tx.one(_BY_KEY, mcn=mcn_id, k=key)) is not None:
        return earlier
    require_on_roster(tx, mcn_id, draft.host_id)
    require_valid(rules.is_day_to_come(draft.due_at_ms, now_ms=tx.now_ms), "due_day", field="due_on")
    product_ids = sorted(set(draft.product_ids))
    require_valid(len(product_ids) <= rules.GOODS_MAX, "too_many_goods", field="product_ids", limit=rules.GOODS_MAX)
    if tx.value(_OPEN, mcn=mcn_id) >= rules.OPEN_MAX:
        raise TooMany("too_many_briefs", limit=rules.OPEN_MAX)
    brief_id = tx.new_id()
    tx.insert(
        BRIEF,
        id=brief_id,
        mcn_id=mcn_id,
        host_id=draft.host_id,
        title=clean_line(draft.title, limit=rules.TITLE_CHARS_MAX, field="title"),
        text=clean_text(draft.text, limit=rules.TEXT_CHARS_MAX, field="text"),
        due_at_ms=draft.due_at_ms,
        key=key,
        assigned_by=actor.id,
        assigned_at_ms=tx.now_ms,
    )
    for product_id in product_ids:
        tx.insert(BRIEF_GOODS, brief_id=brief_id, product_id=offered_product_for(tx, actor, product_id).id)
    tx.announce(
        BriefAssigned(
            brief_id=brief_id,
            mcn_id=mcn_id,
            host_id=draft.host_id,
            product_ids=product_ids,
            due_at_ms=draft.due_at_ms,
        )
    )
    _tell(tx, draft.host_id, "brief_assigned", brief_for(tx, actor, brief_id))
    return brief_id


def deliver_brief(tx: WriteTx, actor: Actor, brief_id: str, *, text: str) -> None:
    """The host says what came of it, as often as needed until it is accepted. Conflict: brief_over."""
    brief = brief_for(tx, actor, brief_id)
    require(actor.id == brief.host_id, "not_yours")
    words = clean_text(text, limit=rules.TEXT_CHARS_MAX, field="text")
    require_valid(bool(words), "empty", field="text")
    if not tx.change(_DELIVER, brief=brief_id, words=words, now=tx.now_ms):
        raise Conflict("brief_over")
    tx.announce(BriefDelivered(brief_id=brief_id, mcn_id=brief.mcn_id, host_id=brief.host_id))
    _tell(tx, brief.assigned_by, "brief_delivered", brief)


def accept_brief(tx: WriteTx, actor: Actor, brief_id: str) -> None:
    """What was delivered is what was asked for. Conflict: brief_not_delivered."""
    brief = _own(tx, actor, brief_id)
    if not tx.change(_ACCEPT, brief=brief_id, now=tx.now_ms, who=actor.id):
        raise Conflict("brief_not_delivered")
    tx.announce(BriefAccepted(brief_id=brief_id, mcn_id=brief.mcn_id, host_id=brief.host_id, accepted_by=actor.id))
    _tell(tx, brief.host_id, "brief_accepted", brief)


def send_back(tx: WriteTx, actor: Actor, brief_id: str, *, answer: str) -> None:
    """Say what is missing. Conflict: brief_not_delivered."""
    brief = _own(tx, actor, brief_id)
    words = clean_text(answer, limit=rules.TEXT_CHARS_MAX, field="answer")
    require_valid(bool(words), "empty", field="answer")
    if not tx.change(_SEND_BACK, brief=brief_id, words=words):
        raise Conflict("brief_not_delivered")
    tx.announce(BriefSentBack(brief_id=brief_id, mcn_id=brief.mcn_id, host_id=brief.host_id))
    _tell(tx, brief.host_id, "brief_sent_back", brief)


def withdraw_brief(tx: WriteTx, actor: Actor, brief_id: str) -> None:
    """It is not asked for any more. Conflict: brief_over."""
    brief = _own(tx, actor, brief_id)
    if not tx.change(_WITHDRAW, brief=brief_id, now=tx.now_ms, who=actor.id):
        raise Conflict("brief_over")
    tx.announce(BriefWithdrawn(brief_id=brief_id, mcn_id=brief.mcn_id, host_id=brief.host_id))


def brief_for(tx: ReadTx, actor: Actor, brief_id: str) -> Brief:
    """One that this actor's agency has given, or that they were given."""
    brief = tx.one(_ONE, brief=brief_id)
    if brief is None or not (actor.id == brief.host_id or _is_own(actor, brief)):
        not_found("brief")
    return brief


def briefs_of_mcn(tx: ReadTx, mcn_id: str) -> list[Brief]:
    """Newest first."""
    return tx.all(_OF_MCN, mcn=mcn_id)


def briefs_of_host(tx: ReadTx, host_id: str) -> list[Brief]:
    """Newest first."""
    return tx.all(_OF_HOST, host=host_id)


def goods_of_briefs(tx: ReadTx, brief_ids: list[str]) -> dict[str, list[str]]:
    """By brief: ids of its products."""
    found: dict[str, list[str]] = {brief_id: [] for brief_id in brief_ids}
    for brief_id, product_id in tx.all(_GOODS, ids=brief_ids) if brief_ids else ():
        found[brief_id].append(product_id)
    return found


def _is_own(actor: Actor, brief: Brief) -> bool:
    return actor.has("mcn") and actor.organisation_id == brief.mcn_id


def _own(tx: ReadTx, actor: Actor, brief_id: str) -> Brief:
    brief = brief_for(tx, actor, brief_id)
    require(_is_own(actor, brief), "mcns_only")
    return brief


def _tell(tx: WriteTx, person_id: str, code: str, brief: Brief) -> None:
    about = f"brief:{brief.id}:{tx.now_ms}"
    leave_note(tx, SYSTEM, person_id, DeviceNote(code, {"title": brief.title}, PAGE, about))
