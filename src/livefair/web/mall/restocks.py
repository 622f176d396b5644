"""Viewers want more of something that is gone."""

from litestar import Router, post

from livefair.live.restocks import want_more
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form
from livefair.web.forms import Id as FormId
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest


class Wanting(Form, frozen=True, kw_only=True):
    product_id: FormId


@post("/live/{room_id:str}/restocks", opt=needs(*SIGNED_IN))
async def want(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(Wanting)
    await request.write(want_more, room_id, form.product_id)
    if request.is_fragment:
        return await request.page("mall/_wanted.html", {})
    return request.back(otherwise=f"/live/{room_id}/goods")


router = Router("/", route_handlers=[want])
