"""The custom elements do in a browser what their first lines say."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

from tests.web import gallery, preview, samples

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


class Socket:
    """The server's end of a room's socket."""

    def __init__(self, page: Page, path: str = "/ws/rooms/") -> None:
        self.opened: list[WebSocketRoute] = []
        self.heard: list[str | bytes] = []
        page.route_web_socket(re.compile(path), self._open)

    def _open(self, socket: WebSocketRoute) -> None:
        self.opened.append(socket)
        socket.on_message(lambda message: self.heard.append(message))

    def send(self, seq: int, *events: dict[str, object], **more: object) -> None:
        self.opened[-1].send(json.dumps({"seq": seq, "events": events, **more}))


def fragment(name: str, context: dict[str, object] | None = None) -> str:
    given = context if context is not None else gallery.pages()[name][1]
    return preview.Handler.pages.render(name, samples.shell("zh"), given)


@pytest.fixture
def room(phone: Page, base: str) -> Socket:
    socket = Socket(phone)
    phone.goto(f"{base}/?t=mall/room.html")
    expect(phone.locator("lf-room[data-socket-state=open]")).to_be_attached()
    return socket


def test_where_one_is_in_a_workspace_stands_in_sight(phone: Page, base: str) -> None:
    phone.goto(f"{base}/?t=desk/reviews.html&l=zh")
    expect(phone.locator(".rail [aria-current]")).to_be_in_viewport(ratio=1)


def test_a_line_is_shown_as_text_and_never_as_markup(phone: Page, room: Socket) -> None:
    room.send(18, {"t": "chat", "id": "x", "name": "Kiki", "text": "<b>hi</b>"})
    expect(phone.locator("[data-id=x]")).to_have_text("Kiki<b>hi</b>")


def test_the_chat_keeps_eighty_lines(phone: Page, room: Socket) -> None:
    room.send(167, *({"t": "chat", "id": f"y{i}", "name": "n", "text": str(i)} for i in range(150)))
    expect(phone.locator("[data-id=y149]")).to_be_attached()
    assert phone.locator("[data-log] > li").count() == 80


def test_viewers_and_likes_are_counted_in_the_readers_language(phone: Page, room: Socket) -> None:
    room.send(17, sums={"likes": 40}, values={"viewers": 20_123})
    expect(phone.locator("[data-viewers]").first).to_have_text("2万")


def test_a_pin_changes_the_card_and_unpinning_hides_it(phone: Page, room: Socket) -> None:
    pin = {
        "t": "pinned",
        "id": "p",
        "product_id": "mug",
        "title": "马克杯",
        "price_minor": 5950,
        "currency": "CNY",
        "left": 7,
    }
    room.send(18, pin)
    expect(phone.locator(".pin .price")).to_have_text("¥59.50")
    expect(phone.locator(".pin a")).to_have_attribute("hx-get", "/p/mug?room=room-1")
    room.send(19, {"t": "unpinned", "id": "p"})
    expect(phone.locator(".pin")).to_be_hidden()


def test_a_lost_socket_returns_to_where_it_was(phone: Page, room: Socket) -> None:
    room.send(18, {"t": "joined", "by": "p", "name": "Theo"})
    expect(phone.locator("[data-log] > li").last).to_contain_text("Theo")
    room.opened[-1].close()
    expect(phone.locator("lf-room[data-socket-state=closed]")).to_be_attached()
    expect(phone.locator("lf-room[data-socket-state=open]")).to_be_attached(timeout=10_000)
    assert "after=0a1b2c3d.18" in room.opened[-1].url


def test_who_has_missed_something_asks_for_the_state_and_shows_what_is_new_in_it(phone: Page, room: Socket) -> None:
    said = {"t": "chat", "id": "x", "by": "k", "name": "Kiki", "text": "hi", "at": 1}
    room.send(18, said)
    expect(phone.locator("[data-id=x]")).to_be_attached()
    room.send(25)
    expect(phone.locator("lf-room[data-socket-state=closed]")).to_be_attached()
    expect(phone.locator("lf-room[data-socket-state=open]")).to_be_attached(timeout=10_000)
    assert room.opened[-1].url.endswith("after=")
    lines = [said, {**said, "id": "z", "text": "new"}]
    show = {"id": "s-1", "likes": 4_321, "pin": None, "questions": [], "lines": lines}
    room.opened[-1].send(json.dumps({"mark": "ffffffff.3", "state": {"show": show}}))
    expect(phone.locator("[data-id=z]")).to_have_text("Kikinew")
    assert phone.locator("[data-id=x]").count() == 1
    expect(phone.locator("[data-likes-count]").first).to_have_text("4321")
    room.send(4, {**said, "id": "last"})
    expect(phone.locator("[data-id=last]")).to_be_attached()


def test_a_like_that_nobody_answered_is_sent_again_under_its_key(phone: Page, room: Socket) -> None:
    phone.locator("[data-like]").click()
    sent = json.loads(heard(phone, room, 1)[0])
    assert sent["key"] == sent["ref"]
    room.opened[-1].close()
    expect(phone.locator("lf-room[data-socket-state=closed]")).to_be_attached()
    expect(phone.locator("lf-room[data-socket-state=open]")).to_be_attached(timeout=10_000)
    assert json.loads(heard(phone, room, 2)[1]) == sent
    room.opened[-1].send(json.dumps({"t": "done", "of": "like", "ref": sent["ref"]}))
    room.send(18, {"t": "joined", "by": "p", "name": "Theo"})
    expect(phone.locator("[data-log] > li").last).to_contain_text("Theo")
    room.opened[-1].close()
    expect(phone.locator("lf-room[data-socket-state=closed]")).to_be_attached()
    expect(phone.locator("lf-room[data-socket-state=open]")).to_be_attached(timeout=10_000)
    assert len(room.heard) == 2


def heard(phone: Page, room: Socket, count: int) -> list[str | bytes]:
    """What the page has sent, once there is so much."""
    for _ in range(400):
        if len(room.heard) >= count:
            break
        phone.evaluate("() => new Promise(requestAnimationFrame)")
    return room.heard


def test_likes_travel_in_one_message(phone: Page, room: Socket) -> None:
    phone.locator("[data-like]").evaluate("heart => { for (let n = 0; n < 3; n++) heart.click() }")
    room.send(18, {"t": "joined", "by": "p", "name": "Theo"})
    expect(phone.locator("[data-log] > li").last).to_contain_text("Theo")
    [sent] = [json.loads(message) for message in heard(phone, room, 1)]
    assert (sent["t"], sent["n"]) == ("like", 3)


def test_the_end_of_a_show_is_told(phone: Page, room: Socket) -> None:
    room.send(18, {"t": "ended", "show": "s-1", "href": "/live/room-1/replay"})
    expect(phone.locator("[data-ended]")).to_be_visible()


def test_a_sheet_opens_over_the_room_and_a_refusal_over_the_sheet(phone: Page, room: Socket) -> None:
    phone.route("**/live/room-1/goods", lambda route: html(route, fragment("mall/_goods.html")))
    phone.route("**/p/**", lambda route: html(route, fragment("mall/_product.html")))
    phone.route("**/cart/lines", sold_out)
    phone.locator(".bag").click()
    phone.locator("dialog .ware .btn").first.click()
    phone.locator("dialog [data-step='1']").click()
    expect(phone.locator("dialog input[name=quantity]")).to_have_value("2")
    phone.locator("dialog button[value=checkout]").click()
    expect(phone.locator("lf-toast")).to_have_text("卖完了")
    phone.locator("dialog [data-close]").click()
    expect(phone.locator("dialog")).to_be_hidden()


def html(route: Route, body: str) -> None:
    route.fulfill(body=body, content_type="text/html")


def sold_out(route: Route) -> None:
    assert route.request.headers["x-csrftoken"] == "token"
    headers = {"HX-Retarget": ".toasts", "HX-Reswap": "beforeend", "Content-Type": "text/html"}
    route.fulfill(status=409, headers=headers, body=fragment("shared/_error.html", {"text": "卖完了"}))


def test_the_feed_moves_by_keys_and_journals_what_was_seen(phone: Page, base: str) -> None:
    sent: list[dict[str, object]] = []

    def keep(route: Route) -> None:
        sent.extend(json.loads(route.request.post_data or "{}")["signals"])
        route.fulfill(status=204)

    phone.route("**/signals", keep)
    phone.goto(f"{base}/?t=mall/feed.html")
    expect(phone.locator("[data-id=v1] video")).to_be_attached()
    phone.keyboard.press("ArrowDown")
    expect(phone.locator("[data-id=room-1]")).to_be_in_viewport(ratio=0.99)
    with phone.expect_response("**/signals"):
        phone.locator("[data-id=room-1] [data-like]").click()
    kinds = {(signal["kind"], signal["subject"]) for signal in sent}
    assert {("impression", "video:v1"), ("watch", "video:v1"), ("skip", "video:v1"), ("like", "room:room-1")} <= kinds


def test_a_poster_that_is_not_there_yet_leaves_its_place_empty(phone: Page, base: str) -> None:
    phone.route("**/*.webp", lambda route: route.fulfill(status=404))
    phone.goto(f"{base}/?t=mall/feed.html")
    posters = phone.locator("img.poster[alt='']")
    assert posters.count() > 0
    phone.wait_for_function("[...document.querySelectorAll('img.poster[alt=\\'\\']')].some(image => image.hidden)")
    assert posters.evaluate_all("all => all.every(one => one.hidden || one.naturalWidth || !one.complete)")


def test_the_camera_falls_back_to_a_socket_where_webrtc_is_refused(phone: Page, base: str) -> None:
    Socket(phone)
    ingest = Socket(phone, "/ingest/")
    phone.route("**/whip/**", lambda route: route.fulfill(status=503))
    phone.goto(f"{base}/?t=studio/room.html")
    phone.locator("[data-open]").click()
    phone.locator("[data-start]").click()
    expect(phone.locator("lf-publish[data-state=live]")).to_be_attached(timeout=15_000)
    expect(phone.locator("[data-path]")).to_have_text("WebSocket")
    assert "token=tok" in ingest.opened[0].url
    phone.locator("[data-stop]").click()
    expect(phone.locator("lf-publish[data-state=ready]")).to_be_attached()


def test_the_camera_uses_the_relay_that_its_ticket_names(phone: Page, base: str) -> None:
    Socket(phone)
    Socket(phone, "/ingest/")
    phone.add_init_script(
        "window.RTCPeerConnection = class extends RTCPeerConnection"
        " { constructor (options) { super(options); window.ice = options.iceServers } }"
    )
    relay = {"urls": "turn:127.0.0.1:3478?transport=tcp", "username": "1:ada", "credential": "p+/="}
    link = f'<{relay["urls"]}>; rel="ice-server"; username="1:ada"; credential="p+/="; credential-type="password"'
    asked: list[str | None] = []

    def answer(route: Route) -> None:
        if route.request.method != "OPTIONS":
            return route.fulfill(status=503)
        asked.append(route.request.header_value("authorization"))
        return route.fulfill(status=204, headers={"Link": f'<stun:127.0.0.1:3478>; rel="ice-server", {link}'})

    phone.route("**/whip/**", answer)
    phone.goto(f"{base}/?t=studio/room.html")
    phone.locator("[data-open]").click()
    phone.locator("[data-start]").click()
    expect(phone.locator("[data-path]")).to_have_text("WebSocket", timeout=15_000)
    assert phone.evaluate("window.ice") == [{"urls": "stun:127.0.0.1:3478"}, relay]
    assert (asked[0] or "").startswith("Bearer ")


def test_an_upload_is_checked_before_it_is_sent_and_tells_the_servers_reason(phone: Page, base: str) -> None:
    phone.goto(f"{base}/?t=studio/upload.html")
    choose = phone.locator("input[type=file]")
    choose.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"})
    expect(phone.locator("[data-note]")).to_have_text("这不是视频文件。")
    phone.route("**/studio/upload", lambda route: route.fulfill(status=422, json={"detail": "太长了"}))
    choose.set_input_files({"name": "a.mp4", "mimeType": "video/mp4", "buffer": b"x" * 100})
    phone.locator("input[name=title]").fill("t")
    phone.locator("button[type=submit]").click()
    expect(phone.locator("[data-note]")).to_have_text("太长了")


def test_how_long_it_took_to_find_is_told_once_something_is_opened(phone: Page, base: str) -> None:
    told: list[dict[str, object]] = []

    def take(route: Route) -> None:
        told.extend(json.loads(route.request.post_data or "{}")["signals"])
        route.fulfill(status=204)

    phone.route("**/signals", take)
    phone.goto(f"{base}/?t=mall/find.html")
    expect(phone.locator("lf-find:defined .found a").first).to_be_visible()
    assert told == []
    # Beacons pass a route by, and the page is to stay.
    phone.evaluate("navigator.sendBeacon = (url, body) => { fetch(url, { method: 'POST', body }); return true }")
    phone.evaluate("addEventListener('click', event => event.preventDefault())")
    link = phone.locator("lf-find .found a").first
    link.click()
    link.click()
    with phone.expect_response("**/signals"):
        phone.evaluate("dispatchEvent(new Event('pagehide'))")
    (found,) = [signal for signal in told if signal["kind"] == "found"]
    assert str(found["subject"]).startswith("show:")
    assert isinstance(found["ms"], int)
    assert 0 < found["ms"] < 60_000
