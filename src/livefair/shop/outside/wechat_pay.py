"""WeChat Pay (微信支付): a code to be scanned from a desk (Native), or its app on a phone (H5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from livefair.kernel import Database, Unavailable
from livefair.kernel.clock import as_datetime
from livefair.shop.late_money import odd_taken_by
from livefair.shop.outside.alipay import page_id_of
from livefair.shop.outside.line import Line, ProviderRefused, clean_code, number_at, text_at
from livefair.shop.outside.wechat_line import Found, WechatAccount, WechatLine, refund_name
from livefair.shop.payment_pages import page_and_payment
from livefair.shop.provider_words import PageWord, ProviderWord, RefundWord
from livefair.shop.providers import Opened, Opening
from livefair.shop.rules.paying import is_page_url

NAME = "wechat"
CURRENCY = "CNY"
CODE_PREFIX = "weixin://"
PAID: Final = {"SUCCESS", "REFUND"}
CLOSED: Final = {"CLOSED", "REVOKED", "PAYERROR"}
FAILED_REFUNDS: Final = {"REFUND.ABNORMAL", "REFUND.CLOSED"}


@dataclass(frozen=True, slots=True)
class WechatPay:
    """`address` is this site's own: where WeChat Pay speaks to."""

    db: Database
    line: Line
    account: WechatAccount
    address: str
    name: str = NAME
    ways: tuple[str, ...] = ("code", "phone")

    @property
    def api(self) -> WechatLine:
        return WechatLine(self.db, self.line, self.account)

    async def open(self, wanted: Opening) -> Opened:
        if wanted.currency != CURRENCY:
            raise ProviderRefused("provider_refused", reason="currency")
        trade = UUID(wanted.page_id).hex
        content: dict[str, object] = {
            "appid": self.account.app_id,
            "mchid": self.account.merchant,
            "description": f"Livefair {wanted.payment_id[-8:]}",
            "out_trade_no": trade,
            "time_expire": as_datetime(wanted.expires_at_ms).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
            "notify_url": f"{self.address}/webhooks/payments/{NAME}",
            "amount": {"total": wanted.amount_minor, "currency": CURRENCY},
        }
        if wanted.way == "phone":
            scene = {"payer_client_ip": wanted.payer_address or "127.0.0.1", "h5_info": {"type": "Wap"}}
            found = await self.api.post("/v3/pay/transactions/h5", {**content, "scene_info": scene})
            url = text_at(found, "h5_url")
            is_sound = is_page_url(url, plain=self.account.api.startswith("http://"))
        else:
            found = await self.api.post("/v3/pay/transactions/native", content)
            url = text_at(found, "code_url")
            is_sound = url.startswith(CODE_PREFIX) and len(url) < 400
        if not is_sound:
            raise Unavailable("provider_unreadable")
        return Opened(trade, url)

    async def look(self, wanted: Opening, reference: str) -> PageWord | None:
        path = f"/v3/pay/transactions/out-trade-no/{clean_code(reference)}?mchid={self.account.merchant}"
        return word_of_trade(await self.api.get(path))

    async def close(self, wanted: Opening, reference: str) -> PageWord | None:
        """What is paid cannot be closed: then its own word counts."""
        path = f"/v3/pay/transactions/out-trade-no/{clean_code(reference)}/close"
        try:
            await self.api.post(path, {"mchid": self.account.merchant})
        except ProviderRefused:
            return await self.look(wanted, reference)
        return None

    async def refund(self, paid_by: str, *, amount_minor: int, currency: str, key: str) -> None:
        """The same `out_refund_no` twice is one refund, for ever."""
        page, payment = await self.db.read(page_and_payment, paid_by)
        total_minor = await self.db.read(odd_taken_by, page.id) or payment.amount_minor
        content = {
            "out_trade_no": UUID(page.id).hex,
            "out_refund_no": refund_name(key),
            "notify_url": f"{self.address}/webhooks/payments/{NAME}",
            "amount": {"refund": amount_minor, "total": total_minor, "currency": currency},
        }
        made = await self.api.post("/v3/refund/domestic/refunds", content)
        if text_at(made, "status") in {"CLOSED", "ABNORMAL"}:
            raise ProviderRefused("provider_refused", reason=clean_code(text_at(made, "status")))

    def hear(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> ProviderWord | None:
        kind, about = self.api.read_notice(headers, body)
        if kind == "TRANSACTION.SUCCESS":
            return word_of_trade(about)
        return word_of_refund(about) if kind in FAILED_REFUNDS else None

    def thanks(self) -> tuple[int, bytes, str]:
        return 200, b'{"code":"SUCCESS"}', "application/json"


def word_of_trade(trade: Found) -> PageWord | None:
    """None while nobody has paid, and of trades that are not ours."""
    page_id, state = page_id_of(text_at(trade, "out_trade_no")), text_at(trade, "trade_state")
    if not page_id:
        return None
    if state in PAID:
        return PageWord(
            page_id=page_id,
            outcome="paid",
            amount_minor=number_at(trade, "amount", "total"),
            currency=text_at(trade, "amount", "currency")[:3],
            charge=clean_code(text_at(trade, "transaction_id")),
        )
    return PageWord(page_id=page_id, outcome="closed") if state in CLOSED else None


def word_of_refund(refund: Found) -> RefundWord | None:
    page_id = page_id_of(text_at(refund, "out_trade_no"))
    if not page_id:
        return None
    return RefundWord(
        key=text_at(refund, "out_refund_no")[:200],
        page_id=page_id,
        amount_minor=number_at(refund, "amount", "refund"),
        currency=CURRENCY,
    )
