"""Samples of payouts: what a payee and what an operator sees."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.kernel import Money
from livefair.web.contest_views import ContestView, SubjectView
from tests.web.gallery_pool import DRAFTS
from tests.web.samples import DAY_MS, NOW_MS, Shown, yuan

NEW_PLAN = {"values": [Ns(role="host", percent="16")], "gift_host": "50", "drafts": DRAFTS}
PAYMENT = Ns(
    id="pay-1",
    amount=yuan(447),
    order_id="o-1",
    title="云感跑鞋 Cloud 2 × 1",
    room_id="room-1",
    state="paid",
    is_top_up=False,
    preorder_id="",
    provider="local",
    expires_at_ms=NOW_MS + 600_000,
    returned=[],
)
OUTSIDE = Ns(**{**vars(PAYMENT), "provider": "stripe"})
PAY_PAGE = {
    "payment": OUTSIDE,
    "page": Ns(
        provider="stripe",
        way="page",
        state="open",
        url="https://checkout.stripe.com/c/pay/cs_1",
        code="",
        is_slow=False,
        odd=None,
    ),
    "choices": [Ns(provider="alipay", way="page"), Ns(provider="wechat", way="code")],
}
LATE = Ns(**{**vars(PAYMENT), "state": "timed_out", "returned": [Ns(why="late", amount=yuan(447), sent_at_ms=None)]})
SHARES = [
    Ns(role=role, amount=yuan(share))
    for role, share in [("brand", 290.55), ("host", 71.52), ("mcn", 17.88), ("reviewer", 8.94), ("platform", 58.11)]
]


def console_payments() -> dict[str, object]:
    plain = {
        "state": "open",
        "provider": "stripe",
        "reference": "dp_1Q2w3e",
        "reason": "product_not_received",
        "amount": yuan(447),
        "buyer_id": "p-1",
        "name": "林小满",
        "order_ids": ["o-1"],
        "due_at_ms": NOW_MS + 6 * DAY_MS,
        "opened_at_ms": NOW_MS - DAY_MS,
        "ended_at_ms": None,
        "is_answered": False,
        "can_answer": True,
        "evidence": [("product_description", "1 × Cloud 2"), ("shipping_carrier", "SF")],
    }
    disputes = [
        Ns(**plain, id="d-1"),
        Ns(**{**plain, "id": "d-2", "is_answered": True, "can_answer": False, "reason": "fraudulent"}),
        Ns(**{**plain, "id": "d-3", "provider": "alipay", "can_answer": False, "order_ids": []}),
    ]
    failed = [
        Ns(id=f"f-{state}", state=state, provider="stripe", amount=yuan(99), payment_id="pay-1", failed_at_ms=NOW_MS)
        for state in ("failed", "sending")
    ]
    odd = Ns(
        page_id="page-1",
        payment_id="pay-1",
        buyer_id="p-1",
        name="林小满",
        provider="wechat",
        charge="4200001",
        asked=yuan(447),
        taken=yuan(4.47),
        at_ms=NOW_MS,
    )
    ended = [Ns(**{**plain, "id": f"e-{state}", "state": state, "ended_at_ms": NOW_MS}) for state in ("won", "lost")]
    return {"open": disputes, "ended": ended, "failed": failed, "odd": [odd]}


RUN = Ns(
    id="run-1",
    provider="stripe",
    source="asked",
    since_ms=NOW_MS - 2 * DAY_MS,
    until_ms=NOW_MS - DAY_MS,
    ended_at_ms=NOW_MS,
    matched=1_204,
    found=4,
    open=3,
)
RECONCILIATION = {
    "runs": [RUN, Ns(**{**vars(RUN), "provider": "wechat", "ended_at_ms": None})],
    "providers": ["alipay", "local", "stripe", "wechat"],
    "values": Ns(provider="stripe", since="2026-11-28", until="2026-11-28"),
}


def reconciled() -> dict[str, object]:
    rows = [
        ("missing_there", "charge", 447, None),
        ("unknown_here", "charge", None, 12),
        ("wrong_amount", "charge", 447, 446.99),
        ("double_there", "refund", -99, -99),
    ]
    found = [
        Ns(
            id=f"diff-{kind}",
            kind=kind,
            subject=subject,
            key="01a0c450-6c00-71b2-835b-bffd1c01b6f7",
            reference="txn_1Q2w3e",
            ours=None if ours is None else yuan(ours),
            theirs=None if theirs is None else yuan(theirs),
            at_ms=NOW_MS,
            settled_by="小鹿" if kind == "double_there" else "",
            settled_why="已在后台退回" if kind == "double_there" else "",
            settled_at_ms=NOW_MS if kind == "double_there" else None,
        )
        for kind, subject, ours, theirs in rows
    ]
    return {"run": RUN, "differences": found, "is_cut": False}


def payouts() -> list[Ns]:
    rows = [
        ("sending", 129.4, "可提现的钱已全部预留并送往银行。", 4, True),
        ("failed", 88, "户名与账户不符。钱没有转出，仍可提现。", 8, False),
        ("paid", 1204.55, "银行已确认到账。", 15, False),
    ]
    return [
        Ns(
            id=f"payout-{state}",
            amount=yuan(amount),
            state=state,
            why=why,
            last4="3000",
            asked_at_ms=NOW_MS - days * DAY_MS,
            ended_at_ms=None if state == "sending" else NOW_MS - days * DAY_MS + 60_000,
            reference="LP7C21A0F3",
            batch="2026-11-16" if state == "paid" else None,
            is_overdue=late,
        )
        for state, amount, why, days, late in rows
    ]


def contests() -> list[ContestView]:
    open_one = ContestView(
        id="contest-1",
        title="订单 …0b77aa",
        party="小鹿",
        other="云感运动",
        asked=Money(3_000),
        granted=Money(0),
        words="签的是 18%，这里只有 15%。",
        reply="",
        answer="",
        state="open",
        opened_at_ms=NOW_MS - DAY_MS,
        ended_at_ms=None,
        is_mine=False,
        may_reply=True,
        is_overdue=False,
        waits_for_release=False,
    )
    answered = open_one._replace(
        id="contest-2",
        reply="15% 是第 3 版写的。",
        answer="第 3 版签字在下单之后，按第 2 版补 2%。",
        granted=Money(2_000),
        state="mended",
        ended_at_ms=NOW_MS,
        may_reply=False,
        waits_for_release=True,
    )
    late = open_one._replace(id="contest-3", other="", is_mine=True, may_reply=False, is_overdue=True)
    return [open_one, late, answered, answered._replace(id="contest-4", state="stands", granted=Money(0))]


def till(**more: object) -> Ns:
    plain = {
        "ready": yuan(324.18),
        "owed": yuan(0),
        "frozen": yuan(29.9),
        "minimum": yuan(10),
        "last4": "3000",
        "holder": "小鹿",
        "stopped": None,
        "may_ask": True,
        "can_ask": True,
        "is_organisation": False,
        "url": "/me/payouts",
        "payouts": payouts(),
    }
    return Ns(**{**plain, **more})


def pages() -> Shown:
    lines = [
        Ns(at_ms=NOW_MS - 16 * DAY_MS, amount=yuan(1232.5), title="订单 …0b77aa", why="主播佣金：¥8,216.67 的 15%"),
        Ns(at_ms=NOW_MS - 15 * DAY_MS, amount=yuan(-27.95), title="订单 …0b77bb", why="主播佣金：¥186.33 的 15%"),
    ]
    owed = till(owed=yuan(12.5), stopped="正在核实身份，两个工作日内答复。", can_ask=False, last4=None)
    rows = [
        Ns(**vars(one), party=f"payee-{n}", payee="云途机构", is_stopped=n == 1, can_retry=n == 1)
        for n, one in enumerate(payouts())
    ]
    batches = [
        Ns(day="2026-11-16", payouts=12, amount=yuan(8210.4), arrived=11, failed=1, is_done=True),
        Ns(day="2026-11-09", payouts=0, amount=None, arrived=0, failed=0, is_done=True),
    ]
    stops = [Ns(party="payee-1", payee="云途机构", reason="正在核实身份。", at_ms=NOW_MS - DAY_MS)]
    paid = {"payout": payouts()[2], "lines": lines, "total": yuan(1204.55), "is_cut": False}
    subject = SubjectView("line-1", "订单 …0b77aa", Money(8_200), Money(70_000), "云感运动")
    return {
        "mall/contests.html": ("/me/contests", {"contests": contests(), "said": {}}),
        "mall/contest_new.html": ("/me/contests/new", {"subject": subject, "asked": "", "words": ""}),
        "console/contests.html": ("/console/contests", {"contests": contests()}),
        "mall/payouts.html": ("/me/payouts", {"till": owed, "key": "k" * 16, "holder": "小鹿", "has_other": True}),
        "mall/payout.html": ("/me/payouts/payout-paid", paid),
        "console/reconciliation.html": ("/console/reconciliation", RECONCILIATION),
        "console/reconciled.html": ("/console/reconciliation/run-1", reconciled()),
        "console/payments.html": ("/console/payments", console_payments()),
        "console/payouts.html": (
            "/console/payouts",
            {
                "payouts": rows,
                "batches": batches,
                "stops": stops,
                "tab": "",
                "terms": Ns(minimum=yuan(10), day="星期一"),
                "next_url": None,
            },
        ),
    }
