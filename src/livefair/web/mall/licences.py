"""What brands ask of the authors of reviews: to use them in advertising, for a fee."""

from litestar import Router, get, post

from livefair.community.licences import decline_licence, grant_licence, licences_of_author
from livefair.kernel import Actor, ReadTx
from livefair.web.access import SIGNED_IN, needs
from livefair.web.licence_views import LicenceView, licence_views
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/me/licences"


def my_licences(tx: ReadTx, actor: Actor, locale: str) -> list[LicenceView]:
    return licence_views(tx, licences_of_author(tx, actor), locale)


@get(HERE)
async def show_licences(request: AppRequest) -> Answer:
    return await request.page(
        "mall/licences.html", {"licences": await request.read(my_licences, request.actor, request.locale)}
    )


@post(HERE + "/{licence_id:str}/grant")
async def grant(request: AppRequest, licence_id: Id) -> Answer:
    await request.write(grant_licence, licence_id)
    return request.go(HERE, toast="saved")


@post(HERE + "/{licence_id:str}/decline")
async def decline(request: AppRequest, licence_id: Id) -> Answer:
    await request.write(decline_licence, licence_id)
    return request.go(HERE, toast="saved")


router = Router("/", route_handlers=[show_licences, grant, decline], opt=needs(*SIGNED_IN))
