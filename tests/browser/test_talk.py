"""Talk in a room, with the real program: thinking again, replying, a helper on a second phone, and an appeal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from livefair.kernel import Database
from livefair.live import open_room, plan_show, start_show
from livefair.live.rooms import name_moderator
from tests.browser.fair import PATIENCE_MS, PHONE, Visitor, peopled, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The program's address, and a room on air in which Ana helps."""
    home: Path = tmp_path_factory.mktemp("talk")
    people = peopled(home)
    db = Database(f"sqlite:///{home}/livefair.db")
    room_id = db.write_now(open_room, people["host"], title="Tea table")
    show_id = db.write_now(plan_show, people["host"], room_id, title="Tea table")
    db.write_now(start_show, people["host"], show_id)
    db.write_now(name_moderator, people["host"], room_id, people["ana"].id)
    db.close()
    with running(home) as address:
        yield address, room_id


def test_two_phones_keep_a_room_civil(chromium: Browser, room: tuple[str, str], tmp_path: Path) -> None:
    address, room_id = room
    ben, ana = Visitor(chromium, address, "ben", PHONE), Visitor(chromium, address, "ana", PHONE)
    ben.signs_in(f"/live/{room_id}")
    ana.signs_in(f"/studio/rooms/{room_id}/moderate")
    for viewer in (ben, ana):
        expect(viewer.page.locator("lf-room[data-socket-state=open]")).to_be_attached(timeout=PATIENCE_MS)

    ben.page.locator("#say").fill("what an idiot")
    ben.page.locator("#say").press("Enter")
    ben.sees(ben.sheet.get_by_text(ben.words("Think again?")))
    ben.page.screenshot(path=tmp_path / "think.png")
    ben.page.locator("#f-nudged").fill("a bit slower, please")
    ben.button("Send it rewritten", ben.sheet).click()
    expect(ben.page.locator("dialog.sheet")).to_be_hidden()
    expect(ben.page.locator("#say")).to_have_value("")
    ben.sees(ben.page.locator(".msg", has_text="a bit slower, please"))
    expect(ben.page.locator(".msg", has_text="idiot")).to_have_count(0)

    ana.sees(ana.page.locator(".msg", has_text="a bit slower, please")).click()
    ana.page.locator("#f-reply").fill("好的")
    ana.button("Reply", ana.sheet).click()
    answer = ben.sees(ben.page.locator(".msg.is-for-me", has_text="好的"))
    expect(answer.locator(".quote")).to_contain_text("a bit slower, please")
    expect(answer.locator(".lv.helper")).to_be_visible()

    ana.page.locator(".msg", has_text="a bit slower, please").first.click()
    ana.picks(ana.words("Spam"))
    ana.page.screenshot(path=tmp_path / "act.png")
    ana.button("Mute", ana.sheet).click()
    ben.sees(ben.link("You cannot speak here. Why?")).click()
    ben.type_in("What should they know?", "It was a wish, not spam")
    ben.button("Send").click()
    ben.sees(ben.page.get_by_text(ben.words("Nobody has answered yet.")))
    ben.page.screenshot(path=tmp_path / "muted.png")
    ana.page.reload()
    ana.sees(ana.page.get_by_text("It was a wish, not spam"))
    assert (ben.wrong, ana.wrong) == ([], [])


def test_a_viewer_finds_a_word_and_sets_the_panel_without_leaving(
    chromium: Browser, room: tuple[str, str], tmp_path: Path
) -> None:
    address, room_id = room
    ben = Visitor(chromium, address, "ben", PHONE)
    ben.signs_in(f"/live/{room_id}")
    ben.link("Find in this show").click()
    ben.page.locator("#f-find").fill("slower")
    ben.button("Find", ben.sheet).click()
    ben.sees(ben.sheet.locator(".found", has_text="a bit slower"))
    ben.button("Close", ben.sheet).click()
    ben.link("As I like it").click()
    ben.page.screenshot(path=tmp_path / "panel.png")
    ben.picks("Very large")
    expect(ben.page.locator("lf-room")).to_have_attribute("data-size", "huge")
    ben.page.wait_for_load_state("networkidle")
    ben.page.reload()
    expect(ben.page.locator("lf-room")).to_have_attribute("data-size", "huge")
    ben.page.screenshot(path=tmp_path / "room.png")
    assert ben.wrong == []


# A browser's push service, which cannot be reached from here: all that it would add is an address.
SUBSCRIBED = """
PushManager.prototype.subscribe = async options => {
  window.asked = options
  const keys = { p256dh: 'BCVxsr7N_eNgVRqvHtD0', auth: 'BTBZMqHH6r4Tts7J_aSIgg' }
  return { toJSON: () => ({ endpoint: 'https://push.example/for/ana', keys }), unsubscribe: async () => true }
}
"""
SHOWN = """async () => {
  const worker = await navigator.serviceWorker.ready
  for (let tries = 0; tries < 30; tries++) {
    const notes = await worker.getNotifications()
    if (notes.length) return notes.map(n => [n.body, n.tag, n.lang, n.data])
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return []
}"""


def test_a_phone_that_asked_is_told_while_the_site_is_closed(chromium: Browser, room: tuple[str, str]) -> None:
    address, _ = room
    ana = Visitor(chromium, address, "ana", PHONE)
    ana.page.context.grant_permissions(["notifications"], origin=address)
    ana.page.add_init_script(SUBSCRIBED)
    ana.signs_in("/me/notifications")
    ana.sees(ana.button("Tell me on this device too")).click()
    expect(ana.button("Tell me on this device too")).to_have_attribute("aria-pressed", "true")
    assert len(ana.page.evaluate("window.asked.applicationServerKey")) == 87
    ana.page.reload()
    expect(ana.page.locator("lf-push[data-on]")).to_be_visible()
    wire = ana.page.context.new_cdp_session(ana.page)
    seen: list[str] = []
    wire.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: seen.extend(r["registrationId"] for r in told["registrations"]),
    )
    wire.send("ServiceWorker.enable")
    ana.page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")
    note = {"text": "林 即将开播：晚场", "href": "/live/1", "tag": "show-1", "lang": "zh"}
    push = {"origin": address, "registrationId": seen[0], "data": json.dumps(note)}
    shown: list[list[str]] = []
    for _ in range(
        10
    ):  # a push service may deliver again what it does not know to have arrived: the tag keeps it one note
        wire.send("ServiceWorker.deliverPushMessage", push)
        shown = ana.page.evaluate(SHOWN)
        if shown:
            break
    assert shown == [["林 即将开播：晚场", "show-1", "zh", "/live/1"]]
    assert ana.wrong == []
