"""Carries webhooks outside: opens their secrets and signs what goes."""

import time
from typing import Protocol

from livefair.kernel import Unavailable
from livefair.web.messenger import Answered
from livefair.web.sealing import Seal
from livefair.webhooks import rules
from livefair.webhooks.sending import Parcel, Receipt


class Outside(Protocol):
    """Reaches addresses that users have given, and none within our own network. Unavailable where it cannot."""

    async def post(self, url: str, *, content: bytes, headers: dict[str, str]) -> Answered: ...


class HttpCourier:
    """`anywhere`: plain http too."""

    def __init__(self, seal: Seal, http: Outside, *, anywhere: bool) -> None:
        self._seal, self._http, self._anywhere = seal, http, anywhere

    async def deliver(self, parcel: Parcel, *, now_ms: int) -> Receipt:
        if not rules.is_address(parcel.url, plain_http=self._anywhere):
            return Receipt(None, 0, "bad_webhook_url")
        secrets = [secret for sealed in parcel.sealed_secrets if (secret := self._seal.open(sealed)) is not None]
        if not secrets:
            return Receipt(None, 0, "secret_lost")
        body = parcel.body.encode()
        headers = signed_headers(secrets, parcel.message_id, now_ms // 1000, body)
        began = time.monotonic()
        try:
            status, error = (await self._http.post(parcel.url, content=body, headers=headers)).status_code, ""
        except Unavailable as refusal:
            status, error = None, refusal.code
        return Receipt(status, int((time.monotonic() - began) * 1000), error)


def signed_headers(secrets: list[str], message_id: str, stamp_s: int, body: bytes) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "user-agent": "livefair-webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp_s),
        "webhook-signature": " ".join(rules.signature(secret, message_id, stamp_s, body) for secret in secrets),
    }
