"""A small Stripe on loopback, in the documented shapes: sessions, refunds, disputes, transfers, signed events.

It keeps what it was asked, answers the same key alike, and can be told to go down, to stumble, or to speak twice.
"""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

from aiohttp import web

KEY = "sk_test_of_the_stand_in"
SECRET = "whsec_of_the_stand_in"


class Event:
    """One signed event, as it would be posted to us."""

    def __init__(self, body: bytes, secret: str, stamp_s: int) -> None:
        mac = hmac.new(secret.encode(), f"{stamp_s}.".encode() + body, hashlib.sha256).hexdigest()
        self.body = body
        self.headers = {"stripe-signature": f"t={stamp_s},v1={mac}"}


class StripeStandIn:
    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self.url = ""
        self.is_down = False
        self.stumbles = 0
        """So many calls are done and then answered with 500: the caller cannot know."""
        self.asked: list[tuple[str, str]] = []
        self.sessions: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.disputes: dict[str, dict[str, Any]] = {}
        self.transfers: dict[str, dict[str, Any]] = {}
        self.reversals: dict[str, dict[str, Any]] = {}
        self.payouts: dict[str, dict[str, Any]] = {}
        self.accounts: dict[str, dict[str, Any]] = {}
        self.balance: list[dict[str, Any]] = []
        self.refuse_transfers_to: set[str] = set()
        self.refuse_payouts_of: set[str] = set()
        self.refuses_reversals = False
        self._kept: dict[str, tuple[str, int, dict[str, Any]]] = {}
        self._number = 0

    @classmethod
    @asynccontextmanager
    async def running(cls, clock: Callable[[], int]) -> AsyncIterator[Self]:
        made = cls(clock)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", made._answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield made
        finally:
            await runner.cleanup()

    @property
    def now_s(self) -> int:
        return self._clock() // 1000

    # ── what people and banks do

    def pay(self, session_id: str, *, amount: int | None = None, currency: str | None = None) -> Event:
        """The payer pays on the page."""
        session = self.sessions[session_id]
        assert session["status"] == "open", "the page is closed"
        intent = self.new_id("pi")
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent}
        session["amount_total"] = session["amount_total"] if amount is None else amount
        session["currency"] = currency or session["currency"]
        self._move("charge", session["amount_total"], session["currency"], intent, session["metadata"], fee=30)
        return self.event("checkout.session.completed", session)

    def dispute(self, intent: str, *, amount: int, fee: int = 1500, reason: str = "fraudulent") -> dict[str, Any]:
        """The cardholder's bank takes the money."""
        dispute_id, move = self.new_id("dp"), self.new_id("txn")
        found = {
            "id": dispute_id,
            "object": "dispute",
            "payment_intent": intent,
            "amount": amount,
            "currency": "cny",
            "reason": reason,
            "status": "needs_response",
            "evidence_details": {"due_by": self.now_s + 7 * 86_400},
            "evidence": {},
            "balance_transactions": [{"id": move, "amount": -amount, "fee": fee, "net": -amount - fee}],
        }
        self.disputes[dispute_id] = found
        self._move("adjustment", -amount, "cny", dispute_id, {}, fee=fee, name=move)
        return found

    def decide(self, dispute_id: str, outcome: str) -> Event:
        found = self.disputes[dispute_id]
        found["status"] = outcome
        if outcome == "won":
            move = self.new_id("txn")
            found["balance_transactions"].append({"id": move, "amount": found["amount"], "fee": 0, "net": 0})
            self._move("adjustment", found["amount"], "cny", dispute_id, {}, name=move)
        return self.event("charge.dispute.closed", found)

    def fail_refund(self, refund_id: str) -> Event:
        found = self.refunds[refund_id]
        found |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
        self._move("refund_failure", found["amount"], found["currency"], refund_id, found["metadata"])
        return self.event("refund.failed", found)

    def event(self, kind: str, about: dict[str, Any], *, secret: str = SECRET, account: str = "") -> Event:
        told = {"id": self.new_id("evt"), "object": "event", "type": kind, "data": {"object": about}}
        if account:
            told["account"] = account
        return Event(json.dumps(told).encode(), secret, self.now_s)

    def new_id(self, kind: str) -> str:
        self._number += 1
        return f"{kind}_{self._number:06}"

    # ── what programs ask

    async def _answer(self, request: web.Request) -> web.Response:
        if self.is_down:
            return web.Response(status=503, text="down")
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return _error(401, "invalid_api_key")
        path = request.path.removeprefix("/v1/")
        form = dict(request.query) if request.method == "GET" else dict(await request.post())
        self.asked.append((request.method, path))
        status, answer = self._once(request, path, {name: str(value) for name, value in form.items()})
        if self.stumbles and request.method == "POST":
            self.stumbles -= 1
            return web.Response(status=500, text="oops")
        return web.json_response(answer, status=status)

    def _once(self, request: web.Request, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        key = request.headers.get("idempotency-key", "")
        if request.method == "GET":
            return self._do(request, path, form)
        assert key, f"POST {path} without an idempotency key"
        asked = json.dumps([path, form])
        if key in self._kept:
            before, status, answer = self._kept[key]
            return (status, answer) if before == asked else (400, _body("idempotency_error"))
        status, answer = self._do(request, path, form)
        self._kept[key] = (asked, status, json.loads(json.dumps(answer)))
        return status, answer

    def _do(self, request: web.Request, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        match [request.method, *path.split("/")]:
            case ["POST", "checkout", "sessions"]:
                return self._open_session(form)
            case ["GET", "checkout", "sessions", session_id]:
                return 200, self.sessions[session_id]
            case ["POST", "checkout", "sessions", session_id, "expire"]:
                session = self.sessions[session_id]
                if session["status"] != "open":
                    return 400, _body("session_not_open")
                session["status"] = "expired"
                return 200, session
            case ["GET", "refunds"]:
                found = [one for one in self.refunds.values() if one["payment_intent"] == form["payment_intent"]]
                return 200, {"object": "list", "data": found}
            case ["POST", "refunds"]:
                return self._refund(form)
            case ["POST", "disputes", dispute_id, "close"]:
                self.disputes[dispute_id]["status"] = "lost"
                return 200, self.disputes[dispute_id]
            case ["POST", "disputes", dispute_id]:
                evidence = {name[9:-1]: value for name, value in form.items() if name.startswith("evidence[")}
                self.disputes[dispute_id] |= {"status": "under_review", "evidence": evidence}
                return 200, self.disputes[dispute_id]
            case _:
                return self._do_with_balance(request, path, form)

    def _do_with_balance(self, request: web.Request, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        match [request.method, *path.split("/")]:
            case ["GET", "balance_transactions"]:
                return self._list_balance(form)
            case ["POST", "transfers"]:
                return self._transfer(form)
            case ["GET", "transfers", transfer_id]:
                return 200, self.transfers[transfer_id]
            case ["POST", "transfers", transfer_id, "reversals"]:
                return self._reverse(transfer_id, form)
            case ["POST", "payouts"]:
                return self._pay_out(request.headers["stripe-account"], form)
            case _:
                return 404, _body("resource_missing")

    def _open_session(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if not 1_800 <= int(form["expires_at"]) - self.now_s <= 86_400:
            return 400, _body("parameter_invalid_integer")
        session_id = self.new_id("cs")
        self.sessions[session_id] = {
            "id": session_id,
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
            "currency": form["line_items[0][price_data][currency]"],
            "metadata": _metadata(form),
            "success_url": form["success_url"],
            "url": f"{self.url}/pay/{session_id}",
        }
        return 200, self.sessions[session_id]

    def _refund(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        intent, amount = form["payment_intent"], int(form["amount"])
        session = next((one for one in self.sessions.values() if one["payment_intent"] == intent), None)
        if session is None:
            return 404, _body("resource_missing")
        back = sum(one["amount"] for one in self.refunds.values() if _counts(one, intent))
        if back + amount > session["amount_total"]:
            return 400, _body("charge_already_refunded")
        refund_id = self.new_id("re")
        made = {
            "id": refund_id,
            "object": "refund",
            "payment_intent": intent,
            "amount": amount,
            "currency": session["currency"],
            "metadata": _metadata(form),
            "status": "succeeded",
        }
        self.refunds[refund_id] = made
        self._move("refund", -amount, session["currency"], refund_id, made["metadata"])
        return 200, made

    def _transfer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if form["destination"] in self.refuse_transfers_to:
            return 400, _body("account_invalid")
        transfer_id = self.new_id("tr")
        self.transfers[transfer_id] = {
            "id": transfer_id,
            "amount": int(form["amount"]),
            "currency": form["currency"],
            "destination": form["destination"],
            "metadata": _metadata(form),
            "reversed": False,
        }
        return 200, self.transfers[transfer_id]

    def _reverse(self, transfer_id: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if self.refuses_reversals:
            return 400, _body("balance_insufficient")
        self.transfers[transfer_id]["reversed"] = True
        self.reversals[transfer_id] = {"id": self.new_id("trr"), "transfer": transfer_id}
        return 200, self.reversals[transfer_id]

    def _pay_out(self, account: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if account in self.refuse_payouts_of:
            return 400, _body("payouts_not_allowed")
        payout_id = self.new_id("po")
        self.payouts[payout_id] = {
            "id": payout_id,
            "amount": int(form["amount"]),
            "currency": form["currency"],
            "status": "pending",
            "account": account,
            "metadata": _metadata(form),
        }
        return 200, self.payouts[payout_id]

    def _list_balance(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        since, until = int(form["created[gte]"]), int(form["created[lt]"])
        found = [one for one in self.balance if since <= one["created"] < until]
        start = next((n + 1 for n, one in enumerate(found) if one["id"] == form.get("starting_after")), 0)
        limit = int(form["limit"])
        return 200, {"object": "list", "data": found[start : start + limit], "has_more": len(found) > start + limit}

    def _move(
        self,
        kind: str,
        amount: int,
        currency: str,
        source: str,
        metadata: dict[str, str],
        *,
        fee: int = 0,
        name: str = "",
    ) -> None:
        move = {
            "id": name or self.new_id("txn"),
            "type": kind,
            "amount": amount,
            "fee": fee,
            "currency": currency,
            "created": self.now_s,
            "source": {"id": source, "metadata": metadata},
        }
        self.balance.append(move)


def _counts(refund: dict[str, Any], intent: str) -> bool:
    return refund["payment_intent"] == intent and refund["status"] != "failed"


def _metadata(form: dict[str, str]) -> dict[str, str]:
    return {name[9:-1]: value for name, value in form.items() if name.startswith("metadata[")}


def _body(code: str) -> dict[str, Any]:
    return {"error": {"type": "invalid_request_error", "code": code}}


def _error(status: int, code: str) -> web.Response:
    return web.json_response(_body(code), status=status)
