"""Deals: a brand and a host propose terms in turn; the version that both have signed counts, and no other."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, case, or_, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid, text_in
from livefair.people import clean_text, contract_in_force
from livefair.supply.events_of_deals import DealDeclined, DealProposed
from livefair.supply.models.deals import DEAL, DEAL_VERSION
from livefair.supply.offers import Offer, checked, may_be_host, offer_for, own_offer_for
from livefair.supply.rules import deals as rules
from livefair.supply.rules.deals import BRAND, HOST, NOBODY, Terms

DEALS_MAX = 300


class Deal(NamedTuple):
    """`turn`: who has to answer the newest version. `signed_version` is the one in force, if any."""

    id: str
    offer_id: str
    brand_id: str
    host_id: str
    applied_by: str | None
    state: str
    turn: str
    version: int
    signed_version: int | None
    taken: int
    opened_at_ms: int
    ended_at_ms: int | None


class Version(NamedTuple):
    number: int
    terms_text: str
    terms_hash: str
    proposed_by: str
    note: str
    proposed_at_ms: int
    brand_signed_by: str | None
    brand_signed_at_ms: int | None
    host_signed_by: str | None
    host_signed_at_ms: int | None

    @property
    def terms(self) -> Terms:
        return rules.read_terms(self.terms_text)


class Proposal(NamedTuple):
    """New terms in answer to version `seen`."""

    terms: Terms
    seen: int
    note: str = ""


_DEAL_COLUMNS = [getattr(DEAL.c, field) for field in Deal._fields]
_ONE = query(Deal, select(*_DEAL_COLUMNS).where(DEAL.c.id == bindparam("one")))
_OF_BRAND = query(
    Deal,
    select(*_DEAL_COLUMNS).where(DEAL.c.brand_id == bindparam("brand")).order_by(DEAL.c.id.desc()).limit(DEALS_MAX),
)
_OF_HOST = query(
    Deal,
    select(*_DEAL_COLUMNS).where(DEAL.c.host_id == bindparam("host")).order_by(DEAL.c.id.desc()).limit(DEALS_MAX),
)
_OF_OFFER = query(
    Deal,
    select(*_DEAL_COLUMNS).where(DEAL.c.offer_id == bindparam("offer")).order_by(DEAL.c.id).limit(DEALS_MAX),
)
_HOSTS = query(
    lambda offer_id, host_id: (offer_id, host_id),
    select(DEAL.c.offer_id, DEAL.c.host_id).where(text_in(DEAL.c.offer_id, "offers")),
)
_VERSIONS = query(
    Version,
    select(*(DEAL_VERSION.c["terms" if field == "terms_text" else field] for field in Version._fields))
    .where(DEAL_VERSION.c.deal_id == bindparam("deal"))
    .order_by(DEAL_VERSION.c.number),
)
_MINE = query(str, select(DEAL.c.id).where(DEAL.c.offer_id == bindparam("offer"), DEAL.c.host_id == bindparam("host")))
_PROPOSE = change(
    update(DEAL)
    .where(
        DEAL.c.id == bindparam("one"),
        DEAL.c.version == bindparam("seen", type_=Integer),
        or_(DEAL.c.state == "open", DEAL.c.state == "signed"),
    )
    .values(version=DEAL.c.version + 1, turn=bindparam("next"))
)
_DECLINE = change(
    update(DEAL)
    .where(DEAL.c.id == bindparam("one"), DEAL.c.version == bindparam("number"), DEAL.c.turn == bindparam("side"))
    .values(turn=NOBODY, state=case((DEAL.c.signed_version.is_(None), "declined"), else_=DEAL.c.state))
)


def invite_to_offer(tx: WriteTx, actor: Actor, offer_id: str, host_ids: list[str]) -> list[str]:
    """Put the offer before these hosts; who has it already keeps it. Returns the ids of the new deals."""
    offer = own_offer_for(tx, actor, offer_id)
    require_valid(0 < len(host_ids) <= rules.HOSTS_MAX, "out_of_range", field="hosts")
    _require_running(tx, offer)
    made = []
    for host_id in dict.fromkeys(host_ids):
        require_valid(may_be_host(tx, host_id), "not_a_host", field="hosts")
        if tx.one(_MINE, offer=offer_id, host=host_id) is None:
            made.append(_open(tx, offer, host_id, None))
    return made


def take_offer(tx: WriteTx, actor: Actor, offer_id: str) -> str:
    """The host takes an offer, to sign it as it stands or to answer with other terms. Returns the deal's id."""
    require(actor.has("host"), "hosts_only")
    offer = offer_for(tx, actor, offer_id)
    if (earlier := tx.one(_MINE, offer=offer_id, host=actor.id)) is not None:
        return earlier
    _require_running(tx, offer)
    return _open(tx, offer, actor.id, None)


def apply_for(tx: WriteTx, actor: Actor, offer_id: str, host_ids: list[str]) -> list[str]:
    """An agency brings an open offer to hosts of its roster, who sign for themselves. Returns the new deals' ids."""
    mcn_id = actor.organisation_id
    require(actor.has("mcn") and mcn_id is not None, "mcns_only")
    require_valid(0 < len(host_ids) <= rules.HOSTS_MAX, "out_of_range", field="hosts")
    offer = offer_for(tx, actor, offer_id)
    _require_running(tx, offer)
    made = []
    for host_id in dict.fromkeys(host_ids):
        require(_is_on_roster(tx, mcn_id, host_id), "not_on_your_roster")
        if tx.one(_MINE, offer=offer_id, host=host_id) is None:
            made.append(_open(tx, offer, host_id, mcn_id))
    return made


def propose(tx: WriteTx, actor: Actor, deal_id: str, proposal: Proposal) -> int:
    """Answer with other terms, which the other side may sign. What is signed stays in force until then.

    Conflict deal_changed: the other side has answered meanwhile. Returns the new version's number.
    """
    deal = deal_for(tx, actor, deal_id)
    side = side_of(actor, deal)
    if deal.version >= rules.VERSIONS_MAX:
        raise Conflict("too_many_versions", limit=rules.VERSIONS_MAX)
    in_the_brands_place = Actor("", frozenset({"brand"}), deal.brand_id)
    terms = checked(tx, in_the_brands_place, proposal.terms)
    if not tx.change(_PROPOSE, one=deal_id, seen=proposal.seen, next=rules.other(side)):
        raise Conflict("deal_changed")
    text = rules.canonical(terms)
    _write_version(tx, deal._replace(version=deal.version + 1), side, actor.id, text, proposal.note)
    return deal.version + 1


def decline(tx: WriteTx, actor: Actor, deal_id: str, *, version: int) -> None:
    """Say no to the newest version; a version signed before stays in force. Conflict deal_changed."""
    deal = deal_for(tx, actor, deal_id)
    side = side_of(actor, deal)
    if not tx.change(_DECLINE, one=deal_id, number=version, side=side):
        raise Conflict("deal_changed")
    tx.announce(DealDeclined(deal_id=deal_id, brand_id=deal.brand_id, host_id=deal.host_id, version=version, by=side))


def deal_for(tx: ReadTx, actor: Actor, deal_id: str) -> Deal:
    """A deal of this host, of this person's brand, or of a host on this person's roster."""
    deal = tx.one(_ONE, one=deal_id)
    if deal is None or not _may_see(tx, actor, deal):
        not_found("deal")
    return deal


def version_of(tx: ReadTx, deal_id: str, number: int) -> Version:
    return next((one for one in versions_of(tx, deal_id) if one.number == number), None) or not_found("deal_version")


def versions_of(tx: ReadTx, deal_id: str) -> list[Version]:
    """For callers who have checked who may see it; oldest first."""
    return tx.all(_VERSIONS, deal=deal_id)


def deals_of_brand(tx: ReadTx, brand_id: str) -> list[Deal]:
    """Newest first."""
    return tx.all(_OF_BRAND, brand=brand_id)


def deals_of_host(tx: ReadTx, host_id: str) -> list[Deal]:
    """Newest first."""
    return tx.all(_OF_HOST, host=host_id)


def deals_of_offer(tx: ReadTx, offer_id: str) -> list[Deal]:
    return tx.all(_OF_OFFER, offer=offer_id)


def hosts_of_offers(tx: ReadTx, offer_ids: list[str]) -> dict[str, set[str]]:
    """Offer → those who have had it before them, whatever came of it."""
    found: dict[str, set[str]] = {}
    for offer_id, host_id in tx.all(_HOSTS, offers=offer_ids) if offer_ids else ():
        found.setdefault(offer_id, set()).add(host_id)
    return found


def side_in(actor: Actor, deal: Deal) -> str:
    """brand, host or nobody."""
    if actor.id == deal.host_id:
        return HOST
    return BRAND if actor.has("brand") and actor.organisation_id == deal.brand_id else NOBODY


def side_of(actor: Actor, deal: Deal) -> str:
    """brand or host; Forbidden not_yours."""
    side = side_in(actor, deal)
    require(side != NOBODY, "not_yours")
    return side


def _may_see(tx: ReadTx, actor: Actor, deal: Deal) -> bool:
    if side_in(actor, deal) != NOBODY:
        return True
    return actor.has("mcn") and _is_on_roster(tx, actor.organisation_id, deal.host_id)


def _is_on_roster(tx: ReadTx, mcn_id: str | None, host_id: str) -> bool:
    contract = contract_in_force(tx, host_id)
    return contract is not None and contract.mcn_id == mcn_id


def _require_running(tx: ReadTx, offer: Offer) -> None:
    if not offer.is_running(tx.now_ms):
        raise Conflict("offer_is_over")


def _open(tx: WriteTx, offer: Offer, host_id: str, applied_by: str | None) -> str:
    deal = Deal(tx.new_id(), offer.id, offer.brand_id, host_id, applied_by, "open", HOST, 1, None, 0, tx.now_ms, None)
    tx.insert(DEAL, **deal._asdict())
    _write_version(tx, deal, BRAND, offer.published_by, offer.terms_text, "")
    return deal.id


def _write_version(tx: WriteTx, deal: Deal, side: str, person_id: str, text: str, note: str) -> None:
    """Whoever proposes has signed."""
    signed: dict[str, str | int] = {f"{side}_signed_by": person_id, f"{side}_signed_at_ms": tx.now_ms}
    tx.insert(
        DEAL_VERSION,
        deal_id=deal.id,
        number=deal.version,
        terms=text,
        terms_hash=rules.hash_of(text),
        proposed_by=side,
        note=clean_text(note, limit=rules.NOTE_CHARS_MAX, field="note"),
        proposed_at_ms=tx.now_ms,
        **signed,
    )
    tx.announce(
        DealProposed(
            deal_id=deal.id,
            offer_id=deal.offer_id,
            brand_id=deal.brand_id,
            host_id=deal.host_id,
            version=deal.version,
            by=side,
            terms_hash=rules.hash_of(text),
        )
    )
