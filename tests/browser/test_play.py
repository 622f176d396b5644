"""What a room plays, in a browser: the lucky bag, live bars, one-tap pulses, and a draw that checks itself."""

import copy
import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.test_elements import Socket, fragment
from tests.live.test_draw_proof import made

pytestmark = pytest.mark.browser

NOW_MS = 1_795_363_200_000
POLL = {
    "t": "poll",
    "id": "poll-2",
    "kind": "quiz",
    "question": "几度？",
    "options": [{"text": "80", "votes": 0}, {"text": "100", "votes": 0}],
    "voters": 0,
    "votes_are": "final",
    "opened_at": NOW_MS,
    "closes_at": NOW_MS + 60_000,
}
DRAW = {
    "t": "draw",
    "id": "d-2",
    "state": "open",
    "prize": "一罐茶",
    "places": 1,
    "eligibility": "everybody",
    "opened_at": NOW_MS,
    "closes_at": NOW_MS + 60_000,
    "commitment": "0" * 64,
    "entries": 0,
}


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def room(phone: Page, base: str) -> Socket:
    socket = Socket(phone)
    phone.goto(f"{base}/?t=mall/room.html")
    expect(phone.locator("lf-room[data-socket-state=open]")).to_be_attached()
    return socket


def test_a_poll_shows_live_bars_and_a_vote_by_keyboard_counts(phone: Page, room: Socket) -> None:
    sent: list[str] = []

    def vote(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=204)

    phone.route("**/polls/poll-2/votes", vote)
    room.send(18, POLL)
    first = phone.locator(".poll-opt").first
    first.focus()
    phone.keyboard.press("Enter")
    expect(first).to_have_attribute("aria-pressed", "true")
    assert "option=1" in sent[0]
    room.send(19, {"t": "poll_count", "id": "poll-2", "voters": 3, "votes": [2, 1]})
    expect(first.locator("b")).to_have_text("67%")
    room.send(20, {**POLL, "options": [{"text": "80", "votes": 2}, {"text": "100", "votes": 1}], "voters": 3,
                   "closed_at": NOW_MS + 5_000, "right": 1, "were_right": ["小**"]})  # fmt: skip
    expect(first).to_have_class("poll-opt is-right")
    expect(phone.locator(".poll-foot")).to_contain_text("小**")
    expect(first).to_be_disabled()


def test_the_bag_opens_its_sheet_and_knows_who_is_in(phone: Page, room: Socket) -> None:
    sheet = fragment("mall/_draw.html")
    entered = sheet.replace('data-draw-id="d-1"', f'data-draw-id="d-2" data-my-ticket="{"a" * 32}"')
    phone.route("**/draws/d-2", lambda route: route.fulfill(content_type="text/html", body=entered))
    room.send(18, DRAW)
    chip = phone.locator(".draw-chip")
    expect(chip).to_have_attribute("href", "/draws/d-2")
    room.send(19, {"t": "draw_count", "id": "d-2", "entries": 7})
    expect(chip).to_have_attribute("aria-label", "福袋：一罐茶。7 人参与")
    chip.click()
    expect(phone.locator("dialog.sheet")).to_have_attribute("open", "")
    expect(phone.locator(".draw-chip .is-in")).to_be_attached()
    phone.keyboard.press("Escape")
    room.send(20, {**DRAW, "state": "drawn", "winners": [{"ticket": "a" * 32, "name": "我**"}]})
    expect(phone.locator("lf-toast")).to_contain_text("你中奖了：一罐茶")
    expect(phone.locator(".draw-chip")).to_contain_text("你中奖了")


def test_a_pulse_travels_and_its_answer_comes_back(phone: Page, room: Socket) -> None:
    phone.locator("lf-pulse > button").click()
    phone.locator("#pulse-menu [data-pulse=too_fast]").click()
    expect(phone.locator("lf-room")).to_be_attached()
    sent = json.loads(wait_for_message(phone, room))
    assert (sent["t"], sent["pulse"]) == ("pulse", "too_fast")
    room.opened[-1].send(json.dumps({"t": "done", "of": "pulse", "ref": sent["ref"]}))
    expect(phone.locator("lf-toast").first).to_contain_text("主播看到了")
    room.send(18, {"t": "pulse_answered", "pulse": "too_fast"})
    expect(phone.locator("#pulse-menu [data-pulse=too_fast]")).to_have_class("is-noticed")
    expect(phone.locator("[data-log]")).to_contain_text("主播知道了：太快了")


def wait_for_message(phone: Page, room: Socket) -> str | bytes:
    for _ in range(100):
        if room.heard:
            break
        phone.wait_for_timeout(20)
    return room.heard[-1]


def test_the_page_of_a_draw_checks_it_and_finds_what_was_tampered_with(phone: Page, base: str) -> None:
    draw = next(draw for draw in map(made, range(100)) if len(draw["winners"]) > 1 and len(draw["entries"]) > 4)
    served = copy.deepcopy(draw)
    phone.route("**/proof.json", lambda route: route.fulfill(json=served))
    phone.goto(f"{base}/?t=mall/draw.html")
    check(phone, "right")
    for tamper in (
        lambda: served["winners"].reverse(),
        lambda: served["entries"].pop(2),
        lambda: served["entries"][1].update(ticket="0" * 32),
        lambda: served.update(seed="another"),
        lambda: served.update(rules=served["rules"].replace('"winners":', '"winners":1')),
        lambda: served.pop("entries"),
    ):
        served.clear()
        served.update(copy.deepcopy(draw))
        tamper()
        check(phone, "wrong")
    served.clear()
    served.update(draw)
    check(phone, "right")


def check(phone: Page, verdict: str) -> None:
    phone.locator("lf-verify").evaluate("node => { delete node.dataset.verdict }")
    phone.locator("lf-verify button").click()
    expect(phone.locator("lf-verify")).to_have_attribute("data-verdict", verdict)
