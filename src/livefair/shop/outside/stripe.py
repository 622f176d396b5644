"""Stripe: the buyer pays on Stripe's own page (Checkout), so that no card number ever comes near this program."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from livefair.kernel import MINUTE_MS, SECOND_MS, Database, Unavailable
from livefair.shop.outside.line import ProviderRefused, clean_code, number_at, text_at
from livefair.shop.outside.stripe_line import Found, StripeAccount, StripeLine, read_event
from livefair.shop.outside.wechat_line import refund_name
from livefair.shop.payment_pages import page_called
from livefair.shop.provider_words import (
    REASON_CHARS_MAX,
    DisputeMove,
    DisputeWord,
    PageWord,
    ProviderWord,
    RefundWord,
)
from livefair.shop.providers import Opened, Opening
from livefair.shop.rules.paying import is_page_url
from livefair.shop.rules.reconciling import Movement, Subject

NAME = "stripe"
# Stripe keeps a page open for half an hour at least; from when it is asked for, which may be when the time ends here.
OPEN_AT_LEAST_MS = 31 * MINUTE_MS
PAGE_KEY, REFUND_KEY = "livefair_page", "livefair_refund"
REFUNDS_MAX = 100
MOVES_MAX = 20
REPORT_PAGES_MAX = 200
# A `payment` is to other ways of paying what a `charge` is to cards.
REPORTED: Final[dict[str, Subject]] = {
    "charge": "charge",
    "payment": "charge",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund",
    "payment_refund_failure": "refund",
    "adjustment": "dispute",
}
PAID_EVENTS: Final = {"checkout.session.completed", "checkout.session.async_payment_succeeded"}
REFUND_EVENTS: Final = {"refund.failed", "refund.updated", "charge.refund.updated"}
DISPUTE_STATES: Final[dict[str, Literal["open", "won", "lost"]]] = {
    "won": "won",
    "lost": "lost",
    "warning_closed": "won",
    "prevented": "won",
}


@dataclass(frozen=True, slots=True)
class Stripe:
    """`address` is this site's own: where the payer comes back to."""

    db: Database
    api: StripeLine
    address: str
    name: str = NAME
    ways: tuple[str, ...] = ("page",)

    @property
    def account(self) -> StripeAccount:
        return self.api.account

    async def open(self, wanted: Opening) -> Opened:
        form: dict[str, str | int] = {
            "mode": "payment",
            "client_reference_id": wanted.payment_id,
            "success_url": f"{self.address}/pay/{wanted.payment_id}/result",
            "cancel_url": f"{self.address}/pay/{wanted.payment_id}",
            "expires_at": (wanted.expires_at_ms + OPEN_AT_LEAST_MS) // SECOND_MS,
            "line_items[0][quantity]": 1,
            "line_items[0][price_data][currency]": wanted.currency.lower(),
            "line_items[0][price_data][unit_amount]": wanted.amount_minor,
            "line_items[0][price_data][product_data][name]": f"Livefair {wanted.payment_id[-8:]}",
            f"metadata[{PAGE_KEY}]": wanted.page_id,
            f"payment_intent_data[metadata][{PAGE_KEY}]": wanted.page_id,
        }
        session = await self.api.post("checkout/sessions", form, key=f"page-{wanted.page_id}")
        url = text_at(session, "url")
        if not is_page_url(url, plain=self.account.api.startswith("http://")):
            raise Unavailable("provider_unreadable")
        return Opened(text_at(session, "id"), url)

    async def look(self, wanted: Opening, reference: str) -> PageWord | None:
        session = await self.api.get(f"checkout/sessions/{clean_code(reference)}")
        return word_of_session(session)

    async def close(self, wanted: Opening, reference: str) -> PageWord | None:
        """A session that is complete cannot be closed: then its own word counts."""
        try:
            session = await self.api.post(
                f"checkout/sessions/{clean_code(reference)}/expire", {}, key=f"close-{wanted.page_id}"
            )
        except ProviderRefused:
            return await self.look(wanted, reference)
        return word_of_session(session)

    async def refund(self, paid_by: str, *, amount_minor: int, currency: str, key: str) -> None:
        """Looked for first: Stripe forgets its keys after a day, and an operator may ask again after that."""
        page = await self.db.read(page_called, paid_by)
        if await self._is_refunded(page.charge, key):
            return
        form: dict[str, str | int] = {
            "payment_intent": page.charge,
            "amount": amount_minor,
            f"metadata[{REFUND_KEY}]": key,
            f"metadata[{PAGE_KEY}]": page.id,
        }
        made = await self.api.post("refunds", form, key=f"refund-{key}")
        if text_at(made, "status") in {"failed", "canceled"}:
            raise ProviderRefused("provider_refused", reason=clean_code(text_at(made, "failure_reason")) or "failed")

    async def _is_refunded(self, charge: str, key: str) -> bool:
        found = await self.api.get("refunds", {"payment_intent": charge, "limit": REFUNDS_MAX})
        made = found.get("data")
        return any(
            text_at(one, "metadata", REFUND_KEY) == key and text_at(one, "status") not in {"failed", "canceled"}
            for one in (made if isinstance(made, list) else [])
        )

    async def accept_dispute(self, reference: str) -> None:
        await self.api.post(f"disputes/{clean_code(reference)}/close", {}, key=f"accept-{reference}")

    async def contest_dispute(self, reference: str, evidence: Mapping[str, str]) -> None:
        form = {f"evidence[{name}]": text for name, text in evidence.items() if text}
        await self.api.post(f"disputes/{clean_code(reference)}", {**form, "submit": "true"}, key=f"contest-{reference}")

    async def report(self, *, since_ms: int, until_ms: int) -> list[Movement]:
        """What Stripe has moved on our balance because of buyers, oldest last. Refused when it is too much."""
        form: dict[str, str | int] = {
            "created[gte]": since_ms // SECOND_MS,
            "created[lt]": until_ms // SECOND_MS,
            "limit": 100,
            "expand[]": "data.source",
        }
        found: list[Movement] = []
        for _ in range(REPORT_PAGES_MAX):
            page = await self.api.get("balance_transactions", form)
            rows = page.get("data")
            rows = rows if isinstance(rows, list) else []
            found += [one for row in rows if (one := movement_of(row)) is not None]
            if not rows or page.get("has_more") is not True:
                return found
            form["starting_after"] = text_at(rows[-1], "id")
        raise ProviderRefused("provider_refused", reason="too_long")

    def hear(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> ProviderWord | None:
        return word_of_event(read_event(self.account.secrets, headers, body, now_ms=now_ms))

    def thanks(self) -> tuple[int, bytes, str]:
        return 200, b"{}", "application/json"


def word_of_event(event: Found) -> ProviderWord | None:
    """Events of the same account that are not ours, or of no concern, say nothing to us."""
    kind, data = text_at(event, "type"), event["data"]
    about = data.get("object") if isinstance(data, dict) else None
    if not isinstance(about, dict):
        return None
    if kind in PAID_EVENTS or kind == "checkout.session.expired":
        return word_of_session(about)
    if kind == "checkout.session.async_payment_failed":
        page_id = text_at(about, "metadata", PAGE_KEY)
        return PageWord(page_id=page_id, outcome="refused") if page_id else None
    if kind in REFUND_EVENTS:
        return word_of_refund(about)
    if kind.startswith("charge.dispute."):
        return word_of_dispute(about)
    return None


def word_of_session(session: Found) -> PageWord | None:
    """None while it is open, or complete and not paid yet."""
    page_id = text_at(session, "metadata", PAGE_KEY)
    if not page_id:
        return None
    if text_at(session, "payment_status") == "paid":
        return PageWord(
            page_id=page_id,
            outcome="paid",
            amount_minor=number_at(session, "amount_total"),
            currency=text_at(session, "currency").upper()[:3],
            charge=id_of(session.get("payment_intent")),
        )
    return PageWord(page_id=page_id, outcome="closed") if text_at(session, "status") == "expired" else None


def word_of_refund(refund: Found) -> RefundWord | None:
    key, page_id = text_at(refund, "metadata", REFUND_KEY), text_at(refund, "metadata", PAGE_KEY)
    if not key or not page_id or text_at(refund, "status") not in {"failed", "canceled"}:
        return None
    currency = text_at(refund, "currency").upper()[:3]
    return RefundWord(key=key, page_id=page_id, amount_minor=number_at(refund, "amount"), currency=currency)


def word_of_dispute(dispute: Found) -> DisputeWord | None:
    charge = id_of(dispute.get("payment_intent"))
    if not charge:
        return None
    moves = dispute.get("balance_transactions")
    due_s = number_at(dispute, "evidence_details", "due_by")
    return DisputeWord(
        reference=text_at(dispute, "id"),
        charge=charge,
        state=DISPUTE_STATES.get(text_at(dispute, "status"), "open"),
        reason=clean_code(text_at(dispute, "reason"))[:REASON_CHARS_MAX],
        amount_minor=number_at(dispute, "amount"),
        currency=text_at(dispute, "currency").upper()[:3],
        due_at_ms=due_s * SECOND_MS or None,
        moves=tuple(_move(one) for one in (moves if isinstance(moves, list) else [])[:MOVES_MAX]),
    )


def movement_of(row: object) -> Movement | None:
    """Payouts, fees of the account and the like are not about buyers' money."""
    kind, reference = text_at(row, "type"), text_at(row, "id")
    subject = REPORTED.get(kind)
    if subject is None:
        return None
    key = {
        "charge": text_at(row, "source", "metadata", PAGE_KEY),
        "refund": refund_name(text_at(row, "source", "metadata", REFUND_KEY)),
        "dispute": reference,
    }[subject]
    if kind in {"refund_failure", "payment_refund_failure"}:
        key = f"failed:{text_at(row, 'source', 'metadata', REFUND_KEY)}"
    currency, at_ms = text_at(row, "currency").upper()[:3], number_at(row, "created") * SECOND_MS
    return Movement(subject, key, reference, number_at(row, "amount"), currency, at_ms)


def id_of(found: object) -> str:
    """A name, or the name of what was put in its place."""
    return (found if isinstance(found, str) else text_at(found, "id"))[:120]


def _move(found: object) -> DisputeMove:
    return DisputeMove(
        reference=text_at(found, "id"), minor=number_at(found, "amount"), fee_minor=number_at(found, "fee")
    )
