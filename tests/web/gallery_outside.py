"""Samples of what goes to and comes from programs of others."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.shop.rules.returns import OPEN_STATES
from livefair.web.desk.webhooks import HookView, MessageView
from livefair.web.return_views import ReturnView
from livefair.webhooks import rules
from livefair.webhooks.messages import Attempt, Counts, Message
from tests.web.gallery_parcels import counter
from tests.web.samples import DAY_MS, NOW_MS, Shown, yuan

HOUR_MS = DAY_MS // 24
BODY = '{"type":"order.paid","timestamp":"2026-11-29T12:00:00.000Z","data":{"order_id":"01f0a9c2","sequence":7}}'


def hook(state: str = "on", **more: object) -> HookView:
    plain = HookView(
        "hook-1",
        "https://shop.example/livefair/hear",
        "shop.example",
        list(rules.KINDS),
        state,
        None,
        Counts(2, 340, 1),
    )
    return plain._replace(**more)


def message(state: str, kind: str, tries: list[int | None]) -> MessageView:
    attempts = [
        Attempt("m", NOW_MS - HOUR_MS + n * 60_000, status, 120, "" if status else "unreachable")
        for n, status in enumerate(tries)
    ]
    told = Message(
        f"message-{state}", "hook-1", kind, "01f0a9c2-7b61", 7, BODY, state, NOW_MS - HOUR_MS, NOW_MS + HOUR_MS,
        len(tries), NOW_MS if state == "delivered" else None,
    )  # fmt: skip
    return MessageView(told, attempts)


def return_sample(state: str, **more: object) -> ReturnView:
    plain = ReturnView(
        id=f"refund-{state}",
        order_id="order-1",
        reason="quality",
        note="杯口有裂纹",
        wants="exchange" if state == "exchanged" else "refund",
        state=state,
        amount=yuan(329),
        pieces=1,
        freight_by="brand",
        asked_at_ms=NOW_MS - DAY_MS,
        due_at_ms=NOW_MS + DAY_MS if state in OPEN_STATES else None,
        turn={"requested": "brand", "agreed": "buyer", "sent": "brand"}.get(state, ""),
        can_agree=state == "requested",
        can_send=state == "agreed",
        is_instant=False,
        why_not_instant=["之前留下的订单少于 3 单"] if state == "agreed" else [],
        carrier="顺丰" if state == "sent" else "",
        tracking="SF123" if state == "sent" else "",
        exchange_carrier="顺丰" if state == "exchanged" else "",
        exchange_tracking="SF124" if state == "exchanged" else "",
        ended_by="silence" if state == "granted" else "",
        ended_at_ms=None if state in OPEN_STATES else NOW_MS,
        answer="已穿过，无法再售" if state == "denied" else "",
        is_paid_back=state == "granted",
        photo_urls=["/files/sneaker.webp"],
    )
    return plain._replace(**more)


RETURNS = [return_sample(state) for state in ("agreed", "requested", "sent", "granted", "denied", "exchanged")]


def pages() -> Shown:
    hooks = [hook(), hook("resting", id="hook-2"), hook("failing", id="hook-3", kinds=["order.paid"])]
    log = [
        message("waiting", "order.shipped", [503, None]),
        message("delivered", "order.paid", [204]),
        message("skipped", "stock.received", [400]),
    ]
    embedded = {
        "room": Ns(
            id="room-1",
            title="夏夜通勤指南",
            state="live",
            hls_url="/hls/room-1/all.m3u8",
            poster_url="/files/sneaker.webp",
            replay_url=None,
        ),
        "host": Ns(id="p-1", name="小鹿不加糖", avatar_url=None),
        "pin": None,
    }
    return {
        "mall/_returns.html": ("/orders/order-1", {"returns": RETURNS}),
        "desk/_return.html": ("/desk/orders", {"one": return_sample("requested", wants="exchange"), **counter()}),
        "desk/webhooks.html": (
            "/desk/webhooks",
            {"hooks": hooks, "kinds": rules.KINDS, "url": "", "chosen": list(rules.KINDS)},
        ),
        "desk/webhook.html": (
            "/desk/webhooks/hook-1",
            {
                "hook": hook(old_until_ms=NOW_MS + DAY_MS),
                "messages": log,
                "new_secret": "whsec_dGhpcyBpcyBvbmx5IGEgc2FtcGxlIG9mIGEgc2VjcmV0",
                "next_url": None,
            },
        ),
        "mall/embed.html": ("/embed/room-1", embedded),
        "mall/_embed_pin.html": ("/embed/room-1/pin", embedded),
    }


BESIDE_AN_ORDER = {"returns": RETURNS[:2], "link": "/o/o-1/mac", "may_claim": True}
