"""Alipay (支付宝): its cashier in a browser on a desk or a phone, signed by RSA2; amounts are yuan with two digits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from livefair.kernel import Database, Invalid, NotAllowed, Unavailable
from livefair.kernel.clock import as_datetime
from livefair.shop.outside.line import Line, ProviderRefused, clean_code, require_success, text_at
from livefair.shop.outside.rsa import is_signed, sign
from livefair.shop.payment_pages import page_called
from livefair.shop.provider_words import PageWord, ProviderWord
from livefair.shop.providers import Opened, Opening
from livefair.shop.rules.paying import is_page_url

NAME = "alipay"
GATEWAY = "https://openapi.alipay.com/gateway.do"
CURRENCY = "CNY"
FIELDS_MAX = 100
METHODS: Final = {
    "page": ("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY"),
    "phone": ("alipay.trade.wap.pay", "QUICK_WAP_WAY"),
}
DONE, BUSY = "10000", {"20000"}
PAID: Final = {"TRADE_SUCCESS", "TRADE_FINISHED"}
NOT_THERE = "ACQ.TRADE_NOT_EXIST"
_YUAN = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class AlipayAccount:
    """`key` is the application's own, `their_key` Alipay's public one."""

    app_id: str
    key: RSAPrivateKey = field(repr=False)
    their_key: RSAPublicKey = field(repr=False)
    gateway: str = GATEWAY


@dataclass(frozen=True, slots=True)
class Alipay:
    """`address` is this site's own: where the payer comes back to, and where Alipay speaks to."""

    db: Database
    line: Line
    account: AlipayAccount
    address: str
    name: str = NAME
    ways: tuple[str, ...] = ("page", "phone")

    async def open(self, wanted: Opening) -> Opened:
        """The page is an address that we sign: nobody has to be asked. After the time it does not work any more."""
        if wanted.currency != CURRENCY or wanted.way not in METHODS:
            raise ProviderRefused("provider_refused", reason="currency" if wanted.way in METHODS else "way")
        method, product = METHODS[wanted.way]
        content = {
            "out_trade_no": UUID(wanted.page_id).hex,
            "product_code": product,
            "total_amount": yuan(wanted.amount_minor),
            "subject": f"Livefair {wanted.payment_id[-8:]}",
            "time_expire": _beijing(wanted.expires_at_ms),
            "quit_url": f"{self.address}/pay/{wanted.payment_id}",
        }
        more = {
            "notify_url": f"{self.address}/webhooks/payments/{NAME}",
            "return_url": f"{self.address}/pay/{wanted.payment_id}/result",
        }
        url = f"{self.account.gateway}?{urlencode(self._signed(method, content, more))}"
        if not is_page_url(url, plain=self.account.gateway.startswith("http://")):
            raise ProviderRefused("provider_refused", reason="address")
        return Opened(content["out_trade_no"], url)

    async def look(self, wanted: Opening, reference: str) -> PageWord | None:
        try:
            found = await self._ask("alipay.trade.query", {"out_trade_no": reference})
        except ProviderRefused as refused:
            if refused.params.get("reason") == NOT_THERE:
                return None  # nobody has opened the page yet
            raise
        return word_of_trade(found)

    async def close(self, wanted: Opening, reference: str) -> PageWord | None:
        word = await self.look(wanted, reference)
        if word is None:
            try:
                await self._ask("alipay.trade.close", {"out_trade_no": reference})
            except ProviderRefused as refused:
                if refused.params.get("reason") != NOT_THERE:
                    return await self.look(wanted, reference)
        return word

    async def refund(self, paid_by: str, *, amount_minor: int, currency: str, key: str) -> None:
        """The same `out_request_no` twice is one refund, for ever."""
        page = await self.db.read(page_called, paid_by)
        content = {
            "out_trade_no": UUID(page.id).hex,
            "refund_amount": yuan(amount_minor),
            "out_request_no": key[:64],
        }
        await self._ask("alipay.trade.refund", content)

    def hear(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> ProviderWord | None:
        """A notice is a signed form. It is sent again for a day, so its age says nothing."""
        told = read_form(body)
        message = message_of({name: value for name, value in told.items() if name not in {"sign", "sign_type"}})
        if not is_signed(self.account.their_key, told.get("sign", ""), message):
            raise NotAllowed("bad_signature")
        if told.get("app_id") != self.account.app_id:
            raise NotAllowed("bad_signature")
        return word_of_trade(told)

    def thanks(self) -> tuple[int, bytes, str]:
        return 200, b"success", "text/plain"

    async def _ask(self, method: str, content: Mapping[str, str]) -> dict[str, object]:
        form = urlencode(self._signed(method, content, {})).encode()
        headers = {"content-type": "application/x-www-form-urlencoded;charset=utf-8"}
        reply = await self.line.ask("POST", self.account.gateway, content=form, headers=headers)
        require_success(reply, "")
        return self._read(reply.body, method.replace(".", "_") + "_response")

    def _read(self, body: bytes, name: str) -> dict[str, object]:
        """The signature is over the answer's very bytes. Errors about our own request come without one."""
        try:
            parts = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
            told = bytes(parts.get(name) or parts["error_response"])
            answer = msgspec.json.decode(told, type=dict[str, object])
            signature = msgspec.json.decode(parts.get("sign", msgspec.Raw(b'""')), type=str)
        except (msgspec.MsgspecError, KeyError, UnicodeDecodeError) as error:
            raise Unavailable("provider_unreadable") from error
        code, why = text_at(answer, "code"), text_at(answer, "sub_code")
        if code in BUSY or why.endswith("SYSTEM_ERROR"):
            raise Unavailable("provider_busy", status=int(code) if code.isdigit() else 0)
        if code != DONE:
            raise ProviderRefused("provider_refused", reason=clean_code(why) or clean_code(code) or "unknown")
        if not is_signed(self.account.their_key, signature, told):
            raise Unavailable("provider_unreadable")
        return answer

    def _signed(self, method: str, content: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
        params = {
            "app_id": self.account.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": _beijing(self.db.clock()),
            "version": "1.0",
            "biz_content": msgspec.json.encode(content).decode(),
            **more,
        }
        return {**params, "sign": sign(self.account.key, message_of(params))}


def word_of_trade(told: Mapping[str, object]) -> PageWord | None:
    """None while nobody has paid, and of trades that are not ours."""
    page_id, status = page_id_of(text_at(told, "out_trade_no")), text_at(told, "trade_status")
    if not page_id:
        return None
    if status in PAID:
        return PageWord(
            page_id=page_id,
            outcome="paid",
            amount_minor=minor_of_yuan(text_at(told, "total_amount")),
            currency=CURRENCY,
            charge=clean_code(text_at(told, "trade_no")),
        )
    return PageWord(page_id=page_id, outcome="closed") if status == "TRADE_CLOSED" else None


def page_id_of(trade: str) -> str:
    """The page that a trade's number is of; "" when it is none of ours."""
    try:
        return str(UUID(hex=trade)) if len(trade) == 32 else ""
    except ValueError:
        return ""


def message_of(params: Mapping[str, str]) -> bytes:
    return "&".join(f"{name}={value}" for name, value in sorted(params.items()) if value).encode()


def read_form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS_MAX))
    except (ValueError, UnicodeDecodeError) as error:
        raise Invalid("unreadable_notification") from error


def yuan(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def minor_of_yuan(text: str) -> int:
    """Invalid unreadable_notification when it is no amount."""
    if not _YUAN.fullmatch(text):
        raise Invalid("unreadable_notification")
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def _beijing(at_ms: int) -> str:
    return (as_datetime(at_ms) + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M:%S")
