"""What every answer carries: a request id, and the browser's orders to trust nothing that is not ours."""

from collections.abc import Mapping

from litestar.types import Message, Scope

from livefair.web.requests import kept, new_request_id
from livefair.web.services import Services

REQUEST_ID = b"x-request-id"

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",  # CSS variables such as style="--p:62%"
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src 'self' blob: data:",  # 3D models unpack their textures into blobs
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# For what people have sent: shown, played or saved, never run.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'; sandbox"

COMMON: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), display-capture=(self), xr-spatial-tracking=(self), "
    "fullscreen=(self), geolocation=(), payment=(), usb=()",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "cache-control": "no-store",
}


SECURE: Mapping[str, str] = {**COMMON, "strict-transport-security": "max-age=31536000"}
# `opt` of the few routes that pages of others may frame.
FRAMED: dict[str, bool] = {"framed": True}


def _framed(said: Mapping[str, str]) -> Mapping[str, str]:
    policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    return {
        **{name: value for name, value in said.items() if name != "x-frame-options"},
        "content-security-policy": policy,
    }


_PAIRS = {
    (is_secure, is_framed): [
        (name.encode(), value.encode()) for name, value in (_framed(said) if is_framed else said).items()
    ]
    for is_secure, said in ((False, COMMON), (True, SECURE))
    for is_framed in (False, True)
}


async def write_headers(message: Message, scope: Scope) -> None:
    """Add what the answer does not say itself."""
    if message["type"] != "http.response.start":
        return
    here = kept(scope)
    here.request_id = here.request_id or new_request_id()
    services: Services = scope["litestar_app"].state.services
    handler = scope.get("route_handler")
    is_framed = handler is not None and bool(handler.opt.get("framed"))
    own = {name.lower() for name, _ in message["headers"]}
    message["headers"] = [
        *(pair for pair in message["headers"] if pair[0].lower() != REQUEST_ID),
        (REQUEST_ID, here.request_id.encode()),
        *(pair for pair in _PAIRS[services.settings.is_secure, is_framed] if pair[0] not in own),
    ]
