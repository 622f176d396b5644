"""An MCN's hosts: invited by their address, under contract, let go."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import DAY_MS, Actor, Invalid, Money, ReadTx, Refusal, WriteTx
from livefair.people import organisation_for, person_called, person_cards
from livefair.people.organisations import accept_contract, end_contract, invite_host, roster_of
from livefair.shop.queries import sold_under_mcn
from livefair.web.access import needs
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url

SHARE_BP = 3_000
CONTRACT_MS = 365 * DAY_MS
Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254, pattern=r"^[^\x00]*$")]


class Inviting(Form, frozen=True, kw_only=True):
    """`share_bp`: the MCN's part of the host's commission in basis points."""

    email: Email
    share_bp: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = SHARE_BP


class MemberView(NamedTuple):
    """`id` is the contract's. `sales`: what this host has sold under contract with the MCN, net of refunds."""

    id: str
    host_id: str
    name: str
    avatar_url: str | None
    joined_at_ms: int
    share: float
    sales: Money
    is_invited: bool


class OrganisationView(NamedTuple):
    name: str


class InviteValues(NamedTuple):
    email: str


def roster(tx: ReadTx, actor: Actor) -> tuple[OrganisationView, list[MemberView]]:
    mcn_id = actor.organisation_id or ""
    organisation = organisation_for(tx, actor, mcn_id)
    contracts = [contract for contract in roster_of(tx, mcn_id) if contract.ends_at_ms > tx.now_ms]
    sold = sold_under_mcn(tx, mcn_id)
    cards = person_cards(tx, [contract.host_id for contract in contracts])
    return OrganisationView(organisation.name), [
        MemberView(
            id=contract.id,
            host_id=contract.host_id,
            name=cards[contract.host_id].name,
            avatar_url=file_url(cards[contract.host_id].avatar_key),
            joined_at_ms=contract.accepted_at_ms or contract.offered_at_ms,
            share=contract.share_bp / 10_000,
            sales=Money(sold.get(contract.host_id, 0)),
            is_invited=contract.accepted_at_ms is None,
        )
        for contract in contracts
    ]


async def roster_page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    organisation, members = await request.read(roster, request.actor)
    typed = await request.typed()
    values = InviteValues(typed.first("email")[:254])
    context = {"organisation": organisation, "members": members, "values": values}
    if refusal is not None:
        return await request.again("studio/roster.html", refusal, context)
    return await request.page("studio/roster.html", context)


@get("/roster", opt=needs("mcn"))
async def show_roster(request: AppRequest) -> Answer:
    return await roster_page(request)


@post("/roster", opt=needs("mcn"))
async def invite(request: AppRequest) -> Answer:
    try:
        await request.write(invite_by_email, await request.form_as(Inviting))
    except Refusal as refusal:
        return await roster_page(request, refusal)
    return request.go("/studio/roster", toast="invited")


def invite_by_email(tx: WriteTx, actor: Actor, form: Inviting) -> str:
    host_id = person_called(tx, form.email)
    if host_id is None:
        raise Invalid("nobody_called_so", field="email")
    return invite_host(tx, actor, host_id, share_bp=form.share_bp, ends_at_ms=tx.now_ms + CONTRACT_MS)


@post("/roster/{contract_id:str}/remove", opt=needs("mcn"))
async def remove(request: AppRequest, contract_id: Id) -> Answer:
    await request.write(end_contract, contract_id)
    return request.go("/studio/roster", toast="saved")


@post("/contracts/{contract_id:str}/accept", opt=needs("host"))
async def accept(request: AppRequest, contract_id: Id) -> Answer:
    await request.write(accept_contract, contract_id)
    return request.go("/studio", toast="saved")


router = Router("/", route_handlers=[show_roster, invite, remove, accept])
