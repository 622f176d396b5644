"""Samples of people: their pages, what is mine, settings, signing in."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.people.rules import TOKEN_SCOPES
from tests.web import gallery_fans, gallery_lab, gallery_money
from tests.web.samples import (
    DAY_MS,
    NOW_MS,
    ROOM,
    Shown,
    balance,
    person,
    postings,
    reviews,
    yuan,
)


def profile() -> dict[str, object]:
    host = person(
        "宇航员艾琳",
        id="host-1",
        avatar_url="/files/host.webp",
        about="从发射台到街头。",
        joined_at_ms=NOW_MS - 400 * DAY_MS,
        is_host=True,
        is_me=False,
        followers=38_600,
        following=12,
    )
    videos = [
        Ns(id=f"v{n}", poster_url="/files/poster2.webp", caption="三种配色你们来选", likes=3864) for n in range(4)
    ]
    show = Ns(
        id="room-0",
        title="秋天的第一场",
        poster_url="/files/poster.webp",
        started_at_ms=NOW_MS - 9 * DAY_MS,
        state="closed",
    )
    more = {"videos": videos, "shows": [show], "reviews": reviews(), "live_room_id": "room-1", "agency": "星桥 MCN"}
    more |= {"badges": gallery_fans.BADGES, "club": gallery_fans.CHIP}
    return {"person": host, **more}


def people() -> Shown:
    followed = [
        person(
            "宇航员艾琳",
            id="host-1",
            avatar_url="/files/host.webp",
            is_followed=True,
            live_room_id="room-1",
            room_title=ROOM.title,
            followers=38_600,
        ),
        person("Theo", id="host-2", is_followed=True, room_title=None, followers=321),
    ]
    notes = [
        Ns(id=f"n{i}", text=text, at_ms=NOW_MS - i * 3_600_000, href="/orders", is_new=i < 2, kind=kind)
        for i, (kind, text) in enumerate(
            [
                ("order", "你的订单已发货"),
                ("value", "你的晒单带来了 1 单，+¥8.94"),
                ("live", "宇航员艾琳 开播了"),
                ("case", "你的举报有了结果"),
                ("people", "北岛 关注了你"),
            ]
        )
    ]
    settings = {
        "profile": Ns(name="小鹿不加糖", intro="", email="me@example.org"),
        "sessions": [
            Ns(id="s1", agent="Chromium, Linux", address="127.0.0.1", seen_at_ms=NOW_MS - 60_000, is_this=True),
            Ns(id="s2", agent="Safari, iPhone", address="10.0.0.7", seen_at_ms=NOW_MS - DAY_MS, is_this=False),
        ],
        "tokens": [
            Ns(id="t1", name="my script", scopes="read sell", made_at_ms=NOW_MS - DAY_MS, expires_at_ms=NOW_MS + DAY_MS)
        ],
        "scopes": TOKEN_SCOPES,
        "new_token": "lf_5Yt9J2vQ1xkS7wq0",
        "blocks": [person("坏蛋", id="p-9")],
        "consents": Ns(personal_feed=True, research=False),
    }
    roles = ("customer", "host", "mcn", "brand", "operator", "moderator", "researcher")
    demo = [Ns(email=f"{role}@demo.livefair.example", role=role) for role in roles]
    subject = {"subject": Ns(kind="review", id="r1", title="上一双穿了半年还很新，回购。")}
    case = Ns(
        id="c1",
        subject_kind="review",
        title="上一双穿了…",
        decision="remove",
        reason="含有联系方式",
        rule_title="不展示隐私",
        rule_version=3,
        decided_at_ms=NOW_MS,
        can_appeal=True,
        appeal_text=None,
        appeal_state=None,
    )
    deeds = [Ns(label="晒单", times=3), Ns(label="被回答的提问", times=7), Ns(label="带来的订单", times=2)]
    return {
        "mall/value.html": (
            "/me/value",
            {
                "balance": balance(),
                "postings": postings(),
                "deeds": deeds,
                "next_url": None,
                "till": gallery_money.till(),
            },
        ),
        "mall/person.html": ("/u/host-1", profile()),
        "mall/following.html": ("/following", {"people": followed, "suggestions": [FAN_HOST]}),
        "mall/notifications.html": (
            "/me/notifications",
            {"notes": notes, "next_url": None, "push_key": "BP4z9KsN6nGRTbVYI_c7", "is_told_here": True},
        ),
        "mall/me.html": ("/me", {"balance": yuan(86.2), "question": gallery_lab.QUESTION}),
        "mall/signin.html": (
            "/signin",
            {"values": Ns(email=""), "next": "/", "demo_accounts": demo, "demo_password": "demo"},
        ),
        "mall/signup.html": (
            "/signup",
            {"values": Ns(email="", name="", role="customer"), "next": "/", "consent_version": "1"},
        ),
        "mall/settings.html": ("/me/settings", settings),
        "mall/report.html": ("/report/review/r1", subject),
        "mall/_report.html": ("/report/review/r1", subject),
        "mall/case.html": ("/cases/c1", {"case": case}),
    }


FAN_HOST = person("海盐拿铁", id="host-3", followers=1290, room_title=None)
