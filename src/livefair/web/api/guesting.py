"""Buying without an account, for programs: a token that opens the cart, the checkout and the guest's own orders."""

from typing import Annotated

import msgspec
from litestar import Router, post
from litestar.params import JSONBody

from livefair.kernel import Actor, WriteTx
from livefair.people.guests import come_as_guest
from livefair.people.tokens import make_token
from livefair.web.api.shapes import NO_NUL, Body
from livefair.web.requests import AppRequest

SCOPES = ("read", "buy")


class NewGuest(Body, kw_only=True):
    """`email`: where the guest can be written to; an account with the same address may claim the orders later."""

    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254, pattern=NO_NUL)]


class Guest(msgspec.Struct, kw_only=True):
    """`token` is a bearer token for /api, shown once."""

    id: str
    token: str


@post("/guests", summary="Come as a guest who buys; answers with a token")
async def come(request: AppRequest, data: JSONBody[NewGuest]) -> Guest:
    return await request.write(_come, data.email, request.locale, request.address)


def _come(tx: WriteTx, actor: Actor, email: str, locale: str, address: str) -> Guest:
    person_id = come_as_guest(tx, actor, email=email, locale=locale, address=address)
    guest = Actor(person_id, frozenset({"customer"}))
    return Guest(id=person_id, token=make_token(tx, guest, name="guest checkout", scopes=SCOPES))


router = Router("/", route_handlers=[come], tags=["shopping"])
