"""Brands and MCNs, their members, and the hosts on an MCN's roster."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid
from livefair.people import rules
from livefair.people.accounts import actor_of, person_for
from livefair.people.events import (
    HostInvited,
    HostJoinedMcn,
    HostLeftMcn,
    MemberAdded,
    MemberRemoved,
    OrganisationFounded,
    RoleGiven,
)
from livefair.people.models import MEMBERSHIP, ORGANISATION, PERSON, PERSON_ROLE, ROSTER


class Organisation(NamedTuple):
    id: str
    kind: str
    name: str
    about: str
    logo_key: str | None


class Contract(NamedTuple):
    id: str
    mcn_id: str
    host_id: str
    share_bp: int
    offered_at_ms: int
    accepted_at_ms: int | None
    ends_at_ms: int


class Member(NamedTuple):
    person_id: str
    name: str
    rank: str


_ORGANISATION_COLUMNS = [getattr(ORGANISATION.c, field) for field in Organisation._fields]
_ORGANISATION = query(Organisation, select(*_ORGANISATION_COLUMNS).where(ORGANISATION.c.id == bindparam("one")))
_ALL = query(
    Organisation,
    select(*_ORGANISATION_COLUMNS).where(ORGANISATION.c.kind == bindparam("of")).order_by("name").limit(500),
)
_MEMBERS = query(
    Member,
    select(PERSON.c.id, PERSON.c.name, MEMBERSHIP.c.rank)
    .join_from(MEMBERSHIP, PERSON, PERSON.c.id == MEMBERSHIP.c.person_id)
    .where(MEMBERSHIP.c.organisation_id == bindparam("one"))
    .order_by(MEMBERSHIP.c.joined_at_ms),
)
_OWNER = query(
    str,
    select(MEMBERSHIP.c.person_id)
    .where(MEMBERSHIP.c.organisation_id == bindparam("one"), MEMBERSHIP.c.rank == "owner")
    .order_by(MEMBERSHIP.c.joined_at_ms, MEMBERSHIP.c.person_id)
    .limit(1),
)
_RANK = query(
    str,
    select(MEMBERSHIP.c.rank).where(
        MEMBERSHIP.c.organisation_id == bindparam("one"), MEMBERSHIP.c.person_id == bindparam("who")
    ),
)
_MEMBERS_COUNT = query(
    int, select(func.count()).select_from(MEMBERSHIP).where(MEMBERSHIP.c.organisation_id == bindparam("one"))
)
_PART = change(
    delete(MEMBERSHIP).where(
        MEMBERSHIP.c.organisation_id == bindparam("one"),
        MEMBERSHIP.c.person_id == bindparam("who"),
        MEMBERSHIP.c.rank == "member",
    )
)
_DROP_ROLE = change(
    delete(PERSON_ROLE).where(PERSON_ROLE.c.person_id == bindparam("who"), PERSON_ROLE.c.role == bindparam("word"))
)
_SET_LOGO = change(update(ORGANISATION).where(ORGANISATION.c.id == bindparam("one")).values(logo_key=bindparam("key")))
_CONTRACT_COLUMNS = [getattr(ROSTER.c, field) for field in Contract._fields]
_CONTRACT = query(Contract, select(*_CONTRACT_COLUMNS).where(ROSTER.c.id == bindparam("one")))
_IN_FORCE = query(
    Contract,
    select(*_CONTRACT_COLUMNS)
    .where(
        ROSTER.c.host_id == bindparam("host"),
        ROSTER.c.accepted_at_ms.is_not(None),
        ROSTER.c.ends_at_ms > bindparam("now"),
    )
    .order_by(ROSTER.c.accepted_at_ms)
    .limit(1),
)
_ROSTER = query(
    Contract,
    select(*_CONTRACT_COLUMNS).where(ROSTER.c.mcn_id == bindparam("mcn")).order_by(ROSTER.c.offered_at_ms).limit(500),
)
_OFFERS = query(
    Contract,
    select(*_CONTRACT_COLUMNS)
    .where(ROSTER.c.host_id == bindparam("host"), ROSTER.c.ends_at_ms > bindparam("now"))
    .order_by(ROSTER.c.offered_at_ms)
    .limit(50),
)
_ACCEPT = change(
    update(ROSTER)
    .where(ROSTER.c.id == bindparam("one"), ROSTER.c.accepted_at_ms.is_(None))
    .values(accepted_at_ms=bindparam("now"))
)
_END = change(
    update(ROSTER)
    .where(ROSTER.c.id == bindparam("one"), ROSTER.c.ends_at_ms > bindparam("now"))
    .values(ends_at_ms=bindparam("now"))
)


def found_organisation(tx: WriteTx, actor: Actor, *, kind: str, name: str, about: str = "") -> str:
    """Found a brand or an MCN; the founder becomes its owner and gets the role that goes with it."""
    require(not actor.is_guest, "sign_in_first")
    require_valid(kind in {"brand", "mcn"}, "unknown_kind", field="kind")
    organisation_id = tx.new_id()
    is_new = tx.insert_new(
        ORGANISATION,
        id=organisation_id,
        kind=kind,
        name=rules.clean_line(name, limit=rules.NAME_CHARS_MAX, field="name"),
        about=rules.clean_text(about, limit=rules.ABOUT_CHARS_MAX, field="about"),
        founded_at_ms=tx.now_ms,
    )
    if not is_new:
        raise Conflict("name_taken", field="name")
    _join(tx, organisation_id, actor.id, kind=kind, rank="owner")
    tx.announce(OrganisationFounded(organisation_id=organisation_id, kind=kind, founder_id=actor.id))
    return organisation_id


def add_member(tx: WriteTx, actor: Actor, organisation_id: str, person_id: str) -> None:
    """Somebody may act for the organisation from now on, but not move its money. Conflict: member_elsewhere."""
    require(rules.may_act_for(actor, organisation_id), "not_yours")
    _require_leave(tx, actor, organisation_id)
    organisation = organisation_for(tx, actor, organisation_id)
    person_for(tx, actor, person_id)
    if tx.value(_MEMBERS_COUNT, one=organisation_id) >= rules.MEMBERS_MAX:
        raise Conflict("too_many_members", limit=rules.MEMBERS_MAX)
    if actor_of(tx, person_id).organisation_id not in {None, organisation_id}:
        raise Conflict("member_elsewhere")
    _join(tx, organisation_id, person_id, kind=organisation.kind, rank="member")
    tx.announce(MemberAdded(organisation_id=organisation_id, person_id=person_id))


def remove_member(tx: WriteTx, actor: Actor, organisation_id: str, person_id: str) -> None:
    """They act for it no more, at once. NotFound: an owner, or nobody of it."""
    require(rules.may_act_for(actor, organisation_id), "not_yours")
    _require_leave(tx, actor, organisation_id)
    organisation = organisation_for(tx, actor, organisation_id)
    if not tx.change(_PART, one=organisation_id, who=person_id):
        not_found("member")
    tx.change(_DROP_ROLE, who=person_id, word=organisation.kind)
    tx.announce(MemberRemoved(organisation_id=organisation_id, person_id=person_id, by=actor.id))


def is_owner(tx: ReadTx, actor: Actor, organisation_id: str) -> bool:
    return tx.one(_RANK, one=organisation_id, who=actor.id) == "owner"


def require_owner(tx: ReadTx, actor: Actor, organisation_id: str) -> None:
    """For what moves an organisation's money or binds it. NotAllowed: owners_only."""
    require(is_owner(tx, actor, organisation_id), "owners_only")


def set_logo(tx: WriteTx, actor: Actor, organisation_id: str, file_key: str) -> None:
    require(rules.may_act_for(actor, organisation_id), "not_yours")
    tx.change(_SET_LOGO, one=organisation_id, key=file_key)


def invite_host(tx: WriteTx, actor: Actor, host_id: str, *, share_bp: int, ends_at_ms: int) -> str:
    """An MCN offers a contract: its part of the host's commission in basis points, until a date."""
    mcn_id = actor.organisation_id
    require(actor.has("mcn") and mcn_id is not None, "mcns_only")
    require_owner(tx, actor, str(mcn_id))
    require_valid(0 <= share_bp <= 10_000, "out_of_range", field="share_bp")
    require_valid(ends_at_ms > tx.now_ms, "in_the_past", field="ends_at_ms")
    require(actor_of(tx, host_id).has("host"), "not_a_host")
    roster_id = tx.new_id()
    tx.insert(
        ROSTER,
        id=roster_id,
        mcn_id=mcn_id,
        host_id=host_id,
        share_bp=share_bp,
        offered_at_ms=tx.now_ms,
        ends_at_ms=ends_at_ms,
    )
    tx.announce(HostInvited(roster_id=roster_id, mcn_id=str(mcn_id), host_id=host_id, share_bp=share_bp))
    return roster_id


def accept_contract(tx: WriteTx, actor: Actor, roster_id: str) -> None:
    contract = _contract_for(tx, actor, roster_id)
    require(actor.id == contract.host_id, "not_yours")
    if contract_in_force(tx, actor.id) is not None:
        raise Conflict("already_under_contract")
    if contract.ends_at_ms <= tx.now_ms or not tx.change(_ACCEPT, one=roster_id, now=tx.now_ms):
        raise Conflict("offer_is_over")
    tx.announce(
        HostJoinedMcn(
            roster_id=roster_id,
            mcn_id=contract.mcn_id,
            host_id=contract.host_id,
            share_bp=contract.share_bp,
            ends_at_ms=contract.ends_at_ms,
        )
    )


def end_contract(tx: WriteTx, actor: Actor, roster_id: str) -> None:
    """Either side may end it; from this moment on nothing more is shared."""
    contract = _contract_for(tx, actor, roster_id)
    if actor.id != contract.host_id:
        require_owner(tx, actor, contract.mcn_id)
    if tx.change(_END, one=roster_id, now=tx.now_ms):
        tx.announce(HostLeftMcn(roster_id=roster_id, mcn_id=contract.mcn_id, host_id=contract.host_id))


def organisation_for(tx: ReadTx, actor: Actor, organisation_id: str) -> Organisation:
    return tx.one(_ORGANISATION, one=organisation_id) or not_found("organisation")


def organisations(tx: ReadTx, kind: str) -> list[Organisation]:
    return tx.all(_ALL, of=kind)


def members_of(tx: ReadTx, organisation_id: str) -> list[Member]:
    return tx.all(_MEMBERS, one=organisation_id)


def owner_of(tx: ReadTx, organisation_id: str) -> str | None:
    """The person who answers for an organisation: the first of its owners."""
    return tx.one(_OWNER, one=organisation_id)


def contract_in_force(tx: ReadTx, host_id: str) -> Contract | None:
    return tx.one(_IN_FORCE, host=host_id, now=tx.now_ms)


def roster_of(tx: ReadTx, mcn_id: str) -> list[Contract]:
    return tx.all(_ROSTER, mcn=mcn_id)


def offers_to(tx: ReadTx, actor: Actor) -> list[Contract]:
    return tx.all(_OFFERS, host=actor.id, now=tx.now_ms)


def _contract_for(tx: ReadTx, actor: Actor, roster_id: str) -> Contract:
    contract = tx.one(_CONTRACT, one=roster_id)
    if contract is None or (contract.host_id != actor.id and contract.mcn_id != actor.organisation_id):
        not_found("contract")
    return contract


def _require_leave(tx: ReadTx, actor: Actor, organisation_id: str) -> None:
    if not actor.has("operator"):
        require_owner(tx, actor, organisation_id)


def _join(tx: WriteTx, organisation_id: str, person_id: str, *, kind: str, rank: str) -> None:
    tx.insert_new(MEMBERSHIP, organisation_id=organisation_id, person_id=person_id, rank=rank, joined_at_ms=tx.now_ms)
    if tx.insert_new(PERSON_ROLE, person_id=person_id, role=kind, given_by="system", given_at_ms=tx.now_ms):
        tx.announce(RoleGiven(person_id=person_id, role=kind))
