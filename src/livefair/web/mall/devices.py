"""Being told on this device while the site is not open: a browser's subscription comes and goes."""

from litestar import Response, Router, post

from livefair.kernel import Conflict
from livefair.people.devices import Device, tell_here, tell_here_no_more
from livefair.web.access import REMOVED_TOO, SIGNED_IN, needs
from livefair.web.forms import Form, Secret
from livefair.web.requests import Answer, AppRequest


class Subscription(Form, frozen=True, kw_only=True):
    """As `PushSubscription.toJSON()` names them."""

    endpoint: Secret
    p256dh: Secret
    auth: Secret


@post("/me/device")
async def begin_telling(request: AppRequest) -> Answer:
    form = await request.form_as(Subscription)
    device = Device(_session_id(request), form.endpoint, form.p256dh, form.auth, request.locale)
    await request.write(tell_here, device)
    return Response(b"", status_code=204)


@post("/me/device/forget", opt=REMOVED_TOO)
async def end_telling(request: AppRequest) -> Answer:
    await request.write(tell_here_no_more, _session_id(request))
    return Response(b"", status_code=204)


def _session_id(request: AppRequest) -> str:
    """A program that calls with an access token is not a device."""
    if request.caller.session is None:
        raise Conflict("bad_device")
    return request.caller.session.id


router = Router("/", route_handlers=[begin_telling, end_telling], opt=needs(*SIGNED_IN))
