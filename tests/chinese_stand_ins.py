"""A small Alipay and a small WeChat Pay on loopback, in the documented shapes, with keys made for the test."""

import base64
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from livefair.shop.outside.rsa import is_signed, sign

MERCHANT, APP, SERIAL, THEIR_SERIAL = "1900000001", "wx0000000001", "5157F09EFDC096DE15EBE81A47057A72", "PUB_KEY_ID_01"
ALIPAY_APP = "2021000000000001"
SECRET = b"0123456789abcdef0123456789abcdef"


@cache
def keys(whose: str) -> rsa.RSAPrivateKey:
    """Made once in a run: making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(whose: str) -> str:
    kind = serialization.PrivateFormat.PKCS8
    return keys(whose).private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()).decode()


def public_pem(whose: str) -> str:
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return keys(whose).public_key().public_bytes(serialization.Encoding.PEM, kind).decode()


class Word:
    """One signed notice, as it would be posted to us."""

    def __init__(self, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.body = body
        self.headers = headers or {}


class StandIn:
    """`trades` and `refunds` by our own numbers. `is_down`: nobody answers."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self.clock = clock
        self.url = ""
        self.is_down = False
        self.trades: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}

    @classmethod
    @asynccontextmanager
    async def running(cls, clock: Callable[[], int]) -> AsyncIterator[Self]:
        made = cls(clock)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", made.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield made
        finally:
            await runner.cleanup()

    async def answer(self, request: web.Request) -> web.Response:
        raise NotImplementedError

    def left(self, trade: str, total: int) -> int:
        return total - sum(one["minor"] for one in self.refunds.values() if one["trade"] == trade)


class AlipayStandIn(StandIn):
    def pay(self, url: str, *, amount: str | None = None) -> Word:
        """The payer opens the signed address and pays."""
        params = dict(parse_qsl(urlsplit(url).query))
        assert self._is_ours(params), "the address is not signed"
        content = json.loads(params["biz_content"])
        trade = content["out_trade_no"]
        self.trades[trade] = {
            "out_trade_no": trade,
            "trade_no": f"2026{len(self.trades):024}",
            "trade_status": "TRADE_SUCCESS",
            "total_amount": amount or content["total_amount"],
        }
        return self.notice(trade)

    def notice(self, trade: str, **changed: str) -> Word:
        told = {"notify_type": "trade_status_sync", "app_id": ALIPAY_APP, "charset": "utf-8", "version": "1.0"}
        told |= {"subject": "杯子 & more=1", **self.trades[trade], **changed}
        signature = sign(keys("alipay"), _joined(told))
        return Word(urlencode({**told, "sign_type": "RSA2", "sign": signature}).encode())

    async def answer(self, request: web.Request) -> web.Response:
        if self.is_down:
            return web.Response(status=502)
        params = {name: str(value) for name, value in (await request.post()).items()}
        method = params["method"]
        if not self._is_ours(params):
            answer = {"code": "40002", "msg": "Invalid Arguments", "sub_code": "isv.invalid-signature"}
            return web.Response(text=json.dumps({"error_response": answer}))
        answer = self._do(method, json.loads(params["biz_content"]))
        told = json.dumps(answer, ensure_ascii=False)
        signature = sign(keys("alipay"), told.encode())
        name = method.replace(".", "_") + "_response"
        return web.Response(text=f'{{"{name}":{told},"sign":"{signature}"}}', content_type="text/html")

    def _do(self, method: str, content: dict[str, Any]) -> dict[str, Any]:
        trade = self.trades.get(content["out_trade_no"])
        if trade is None:
            return {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST"}
        if method == "alipay.trade.query":
            return {"code": "10000", "msg": "Success", **trade}
        if method == "alipay.trade.close":
            trade["trade_status"] = "TRADE_CLOSED"
            return {"code": "10000", "msg": "Success"}
        name = content["out_request_no"]
        minor = round(float(content["refund_amount"]) * 100)
        if name not in self.refunds:
            if minor > self.left(trade["out_trade_no"], round(float(trade["total_amount"]) * 100)):
                return {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"}
            self.refunds[name] = {"trade": trade["out_trade_no"], "minor": minor}
        return {"code": "10000", "msg": "Success", "fund_change": "Y", "备注": "退款"}

    def _is_ours(self, params: dict[str, str]) -> bool:
        signed = {name: value for name, value in params.items() if name != "sign"}
        return is_signed(keys("shop").public_key(), params.get("sign", ""), _joined(signed))


class WechatStandIn(StandIn):
    def pay(self, trade: str, *, total: int | None = None) -> Word:
        found = self.trades[trade]
        assert found["trade_state"] == "NOTPAY", "the order is closed"
        found |= {"trade_state": "SUCCESS", "transaction_id": f"42000{len(self.trades):023}"}
        found["amount"] = {**found["amount"], "total": total or found["amount"]["total"], "payer_total": 1}
        return self.notice("TRANSACTION.SUCCESS", found)

    def fail_refund(self, name: str) -> Word:
        found = self.refunds[name]
        told = {"out_trade_no": found["trade"], "out_refund_no": name, "amount": {"refund": found["minor"]}}
        return self.notice("REFUND.ABNORMAL", told)

    def notice(self, kind: str, about: dict[str, Any], *, secret: bytes = SECRET) -> Word:
        nonce, beside = secrets.token_hex(6), "transaction"
        sealed = AESGCM(secret).encrypt(nonce.encode(), json.dumps(about).encode(), beside.encode())
        resource = {
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": base64.b64encode(sealed).decode(),
            "nonce": nonce,
            "associated_data": beside,
        }
        body = json.dumps({"id": secrets.token_hex(8), "event_type": kind, "resource": resource}).encode()
        return Word(body, self._signed(body))

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self.is_down:
            return web.Response(status=502)
        if not self._is_ours(request, body):
            return web.json_response({"code": "SIGN_ERROR"}, status=401)
        status, answer = self._do(request.method, request.path, json.loads(body) if body else {})
        told = json.dumps(answer).encode() if answer is not None else b""
        return web.Response(status=status, body=told, headers=self._signed(told))

    def _do(self, method: str, path: str, content: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        match [method, *path.split("/")[2:]]:
            case ["POST", "pay", "transactions", ("native" | "h5") as way]:
                trade = content["out_trade_no"]
                self.trades.setdefault(trade, {**content, "trade_state": "NOTPAY"})
                url = "weixin://wxpay/bizpayurl?pr=abc" if way == "native" else f"{self.url}/h5?prepay_id=1"
                return 200, {"code_url" if way == "native" else "h5_url": url}
            case ["POST", "pay", "transactions", "out-trade-no", trade, "close"]:
                if self.trades[trade]["trade_state"] != "NOTPAY":
                    return 400, {"code": "ORDERPAID"}
                self.trades[trade]["trade_state"] = "CLOSED"
                return 204, None
            case ["GET", "pay", "transactions", "out-trade-no", trade]:
                return 200, self.trades[trade]
            case ["POST", "refund", "domestic", "refunds"]:
                return self._refund(content)
            case _:
                return 404, {"code": "RESOURCE_NOT_EXISTS"}

    def _refund(self, content: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        name, minor, trade = content["out_refund_no"], content["amount"]["refund"], content["out_trade_no"]
        total = self.trades[trade]["amount"]["total"]
        if content["amount"]["total"] != total:
            return 400, {"code": "PARAM_ERROR"}
        if name not in self.refunds:
            if minor > self.left(trade, total):
                return 400, {"code": "NOT_ENOUGH"}
            self.refunds[name] = {"trade": trade, "minor": minor}
        return 200, {"status": "PROCESSING", "out_refund_no": name}

    def _is_ours(self, request: web.Request, body: bytes) -> bool:
        scheme, _, rest = request.headers["authorization"].partition(" ")
        given = dict(part.split("=", 1) for part in rest.split(","))
        found = {name: value.strip('"') for name, value in given.items()}
        lines = [request.method, request.path_qs, found["timestamp"], found["nonce_str"], body.decode(), ""]
        return (
            scheme == "WECHATPAY2-SHA256-RSA2048"
            and (found["mchid"], found["serial_no"]) == (MERCHANT, SERIAL)
            and is_signed(keys("shop").public_key(), found["signature"], "\n".join(lines).encode())
        )

    def _signed(self, body: bytes) -> dict[str, str]:
        stamp, nonce = str(self.clock() // 1000), secrets.token_hex(8)
        return {
            "wechatpay-timestamp": stamp,
            "wechatpay-nonce": nonce,
            "wechatpay-serial": THEIR_SERIAL,
            "wechatpay-signature": sign(keys("wechat"), f"{stamp}\n{nonce}\n".encode() + body + b"\n"),
        }


def _joined(params: dict[str, str]) -> bytes:
    named = {name: value for name, value in params.items() if value and name not in ("sign", "sign_type")}
    if "biz_content" in params and "sign_type" in params:
        named["sign_type"] = params["sign_type"]
    return "&".join(f"{name}={value}" for name, value in sorted(named.items())).encode()
