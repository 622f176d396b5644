"""The JSON interface under /api, described at /api/openapi.json. Only Bearer tokens open it; cookies do not count."""

from litestar import Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme

from livefair.web.access import BEARER
from livefair.web.api import (
    agreeing,
    answering,
    boxing,
    cataloguing,
    couponing,
    dealing,
    discounting,
    filming,
    giving,
    goods,
    grouping,
    guesting,
    hooking,
    importing,
    inventing,
    keeping,
    listing,
    me,
    measuring,
    moderating,
    paying,
    playing,
    rehearsing,
    returning,
    reviewing,
    searching,
    seating,
    sending,
    shopping,
    shows,
    studying,
    tasking,
    uploading,
    watching,
    working,
)

api_router = Router(
    "/api",
    route_handlers=[
        me.router,
        paying.router,
        watching.router,
        playing.router,
        tasking.router,
        seating.router,
        moderating.router,
        giving.router,
        searching.router,
        listing.router,
        goods.router,
        guesting.router,
        shopping.router,
        returning.router,
        reviewing.router,
        inventing.router,
        uploading.router,
        working.router,
        cataloguing.router,
        importing.router,
        dealing.router,
        hooking.router,
        discounting.router,
        couponing.router,
        boxing.router,
        grouping.router,
        keeping.router,
        agreeing.router,
        answering.router,
        shows.router,
        rehearsing.router,
        sending.router,
        filming.router,
        measuring.router,
        studying.router,
    ],
    opt=BEARER,
)


def openapi_config() -> OpenAPIConfig:
    bearer = SecurityScheme(type="http", scheme="bearer", description="A personal access token, made under /me/tokens.")
    return OpenAPIConfig(
        title="Livefair",
        version="1",
        description="One whole turn of the loop. Errors are problem+json (RFC 9457) with a stable `code`.",
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        components=Components(security_schemes={"token": bearer}),
        security=[{"token": []}],
        path="/api/openapi.json",
        render_plugins=[JsonRenderPlugin(path="/")],
    )
