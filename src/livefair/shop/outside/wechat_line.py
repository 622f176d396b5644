"""Speaking to WeChat Pay (API v3): each question and answer is signed, notices are encrypted besides."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from livefair.kernel import SECOND_MS, Database, Invalid, NotAllowed, Unavailable
from livefair.kernel.ids import secret_token
from livefair.shop.outside.line import Line, read_json, require_success, text_at
from livefair.shop.outside.rsa import is_signed, sign

API = "https://api.mch.weixin.qq.com"
SCHEME = "WECHATPAY2-SHA256-RSA2048"
TOLERANCE_MS = 300 * SECOND_MS
NAME_CHARS_MAX = 64

Found = dict[str, object]


@dataclass(frozen=True, slots=True)
class WechatAccount:
    """`key` with its `serial` is the merchant's, `their_key` with its own WeChat Pay's, `secret` the API v3 key."""

    merchant: str
    app_id: str
    serial: str
    their_serial: str
    key: RSAPrivateKey = field(repr=False)
    their_key: RSAPublicKey = field(repr=False)
    secret: bytes = field(repr=False)
    api: str = API


@dataclass(frozen=True, slots=True)
class WechatLine:
    db: Database
    line: Line
    account: WechatAccount

    async def post(self, path: str, content: Mapping[str, object]) -> Found:
        return await self._ask("POST", path, msgspec.json.encode(content))

    async def get(self, path: str) -> Found:
        return await self._ask("GET", path, b"")

    async def _ask(self, method: str, path: str, body: bytes) -> Found:
        stamp, nonce = str(self.db.clock() // SECOND_MS), secret_token()[:32]
        signature = sign(self.account.key, b"\n".join([f"{method}\n{path}\n{stamp}\n{nonce}".encode(), body, b""]))
        fields = {
            "mchid": self.account.merchant,
            "nonce_str": nonce,
            "signature": signature,
            "timestamp": stamp,
            "serial_no": self.account.serial,
        }
        headers = {
            "authorization": SCHEME + " " + ",".join(f'{name}="{value}"' for name, value in fields.items()),
            "accept": "application/json",
            "content-type": "application/json",
            "user-agent": "livefair/1",
        }
        reply = await self.line.ask(method, self.account.api + path, content=body, headers=headers)
        if not reply.is_success:
            require_success(reply, _why(reply.body))
        if not self.is_theirs(reply.headers, reply.body):
            raise Unavailable("provider_unreadable")
        return read_json(reply.body) if reply.body else {}

    def is_theirs(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether WeChat Pay has signed this, not long ago, with the key that we know."""
        stamp, nonce = headers.get("wechatpay-timestamp", ""), headers.get("wechatpay-nonce", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 15) or len(nonce) > 200:
            return False
        if abs(self.db.clock() - int(stamp) * SECOND_MS) > TOLERANCE_MS:
            return False
        if headers.get("wechatpay-serial", "") != self.account.their_serial:
            return False
        message = b"\n".join([stamp.encode(), nonce.encode(), body, b""])
        return is_signed(self.account.their_key, headers.get("wechatpay-signature", ""), message)

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> tuple[str, Found]:
        """(what happened, to what). NotAllowed bad_signature, Invalid unreadable_notification."""
        if not self.is_theirs(headers, body):
            raise NotAllowed("bad_signature")
        try:
            notice = msgspec.json.decode(body, type=Found)
            return text_at(notice, "event_type"), msgspec.json.decode(self._opened(notice), type=Found)
        except (msgspec.MsgspecError, InvalidTag, binascii.Error, ValueError) as error:
            raise Invalid("unreadable_notification") from error

    def _opened(self, notice: Found) -> bytes:
        sealed = base64.b64decode(text_at(notice, "resource", "ciphertext"), validate=True)
        nonce = text_at(notice, "resource", "nonce").encode()
        beside = text_at(notice, "resource", "associated_data").encode()
        return AESGCM(self.account.secret).decrypt(nonce, sealed, beside)


def refund_name(key: str) -> str:
    """A name of ours in the letters that WeChat Pay allows, the same for the same key."""
    plain = key.replace(":", "_")
    allowed = plain.isascii() and all(c.isalnum() or c in "_-" for c in plain)
    return plain if allowed and len(plain) <= NAME_CHARS_MAX else hashlib.sha256(key.encode()).hexdigest()


def _why(body: bytes) -> str:
    try:
        return text_at(msgspec.json.decode(body), "code")
    except msgspec.DecodeError:
        return ""
