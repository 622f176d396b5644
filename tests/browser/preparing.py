"""What a host does before a show, and what others do meanwhile: goods, knowledge, a plan, its run, a rehearsal."""

import re
from pathlib import Path

from playwright.sync_api import expect

from livefair.kernel import MINUTE_MS, SYSTEM, Actor, Database
from livefair.kernel.clock import SetClock, wall_clock
from livefair.live import end_show, open_room, plan_show, start_show
from livefair.live.journal import Batch, Tap, journal
from livefair.live.knowledge import subject_called
from livefair.live.rules.history import SHOWS_LEAST
from livefair.live.stays import Arrival
from livefair.web.labels import label
from tests.browser.fair import Visitor
from tests.purse import fill

ZH = "zh"
GOODS = (("龙井茶", "food"), ("盖碗", "kitchen"), ("茶盘", "kitchen"), ("香炉", "home"), ("布包", "bags"))
TEA = GOODS[0][0]
TITLE = "春茶之夜"
SCRIPT = "大家看材质和尺寸。七天可以退货。价格比上周低。"
SOON = """() => {
  const at = new Date(Date.now() + 8 * 60_000)
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}"""


def grown_up(home: Path, people: dict[str, Actor]) -> None:
    """Ana is of age and has a hundred yuan in her wallet."""
    db = Database(f"sqlite:///{home}/livefair.db")
    fill(db, people["ana"], 10_000)
    db.close()


def puts_on_sale(brand: Visitor, title: str, category: str) -> None:
    if title == TEA:
        brand.signs_in("/desk/products/new")
    else:
        brand.page.goto("/desk/products/new")
    brand.page.locator("[name=title_zh]").fill(title)
    brand.page.locator("[name=summary_zh]").fill("好用")
    brand.page.locator("[name=sku_name_zh]").fill("标准")
    brand.page.locator("[name=category]").select_option(category)
    brand.page.locator("[name=price]").fill("59.90")
    brand.page.locator("[name=stock]").fill("3")
    brand.button("Save").click()
    brand.sees(brand.page.get_by_role("heading", name=title))


def learns(host: Visitor) -> None:
    """The way to a first show begins with what is missing; tea is food, which is regulated."""
    host.signs_in("/studio/first-show")
    expect(host.page.locator(".first-steps li.is-done")).to_have_count(1)
    host.page.goto("/studio/knowledge/food")
    for place, question in enumerate(subject_called("food").questions, start=1):
        host.page.locator(f"[name=q{place}][value='{question.right}']").check(force=True)
    host.button("Hand in").click()
    host.sees(host.page.get_by_text(host.words("Passed. You can pin goods of this kind for a year.")))


def plans(host: Visitor, teaser: Path) -> str:
    """A show in a few minutes, with a short video that invites. Returns the address of its plan."""
    host.page.goto("/studio/upload")
    host.type_in("Title", "今晚喝什么")
    host.picks(label("advertising", "none", ZH))
    host.page.get_by_label(host.words("Choose a video, or drop it here")).set_input_files(teaser)
    host.button("Upload").click()
    host.page.wait_for_url(re.compile("/studio/videos$"))
    host.sees(host.page.get_by_text(label("video", "published", ZH), exact=True))
    host.page.goto("/studio/shows/new")
    host.type_in("Title", TITLE)
    host.page.locator("#f-starts_at").fill(host.page.evaluate(SOON))
    host.page.locator("#f-teaser_video_id").select_option(label="今晚喝什么")
    for title, _ in GOODS:
        host.page.get_by_role("checkbox", name=title).check()
    host.button("Plan the show").click()
    host.page.wait_for_url(re.compile("/studio/shows/[0-9a-f-]+$"))
    return host.page.url


def waits_for(ana: Visitor, show: str) -> None:
    """It begins so soon that she is told at once."""
    there = f"/shows/{show.rsplit('/', 1)[1]}"
    ana.signs_in(there)
    ana.sees(ana.page.get_by_text(ana.words("A first look")))
    ana.button("Remind me").click()
    ana.sees(ana.button("You will be reminded"))
    for _ in range(50):
        ana.page.goto("/me/notifications")
        if ana.page.get_by_text(TITLE).count():
            break
    ana.sees(ana.page.get_by_text(TITLE))


def writes_the_run(host: Visitor) -> None:
    """The plan says which role nobody fills yet, and which points no script explains."""
    for number, role in enumerate(("traffic", "profit")):
        good = host.page.locator("#goods .thumb-row", has_text=GOODS[number][0])
        good.get_by_role("button", name=label("goods_role", role, ZH)).click()
    warning = host.page.locator("#goods .banner")
    expect(warning).to_contain_text(label("goods_role", "image", ZH))
    good = host.page.locator("#goods .thumb-row", has_text=GOODS[2][0])
    good.get_by_role("button", name=label("goods_role", "image", ZH)).click()
    expect(warning).to_have_class(re.compile("good"))
    adds_block(host, "greeting")
    for title, _ in GOODS:
        adds_block(host, "product", title)
    for kind in ("poll", "draw", "closing"):
        adds_block(host, kind)
    expect(host.page.locator("#run .run-block")).to_have_count(9)


def adds_block(host: Visitor, kind: str, product: str = "") -> None:
    form = host.page.locator("#run form[action$='/blocks']")
    if not form.is_visible():
        host.page.locator("#run > details > summary").click()
    host.picks(label("block", kind, ZH))
    if product:
        form.locator("[name=product_id]").select_option(label=product)
        form.locator("[name=script]").fill(SCRIPT)
    count = host.page.locator("#run .run-block").count()
    form.get_by_role("button", name=host.words("Add the block")).click()
    expect(host.page.locator("#run .run-block")).to_have_count(count + 1)


def rehearses(host: Visitor, show: str) -> None:
    """In the console itself, from the camera, before a crowd that nobody else sees; back in the fair with a grade."""
    host.page.goto(f"{show}/rehearsals")
    host.button("Begin a rehearsal").click()
    host.page.wait_for_url(re.compile("/studio/rooms/[0-9a-f-]+$"))
    host.sees(host.page.locator(".in-rehearsal"))
    host.button("Switch the camera on").click()
    host.button("Go live").click()
    host.sees(host.page.get_by_text("WebRTC", exact=True))
    tea = host.page.locator("#run-now .run-block", has_text=TEA)
    tea.get_by_role("button").click()
    expect(tea).to_have_attribute("aria-current", "step")
    host.page.locator("#coverage .points .is-open").first.click()
    host.sees(host.page.locator("#coverage .points [aria-pressed=true]").first)
    host.sees(host.page.locator("lf-room .msg").first)
    host.page.locator(".in-rehearsal a").click()
    host.button("End and see the grade").click()
    expect(host.page.locator(".letter.is-large")).to_have_text(re.compile("^[A-E]$"))
    host.sees(host.page.get_by_text(label("rehearsal_part", "stock", ZH)))
    expect(host.page.locator(".in-rehearsal")).to_have_count(0)


def earlier_evenings(home: Path, host: Actor) -> None:
    """As many as it takes to compare with, each with forty viewers at once who like it."""
    clock = SetClock(wall_clock() - 20 * 24 * 60 * MINUTE_MS)
    db = Database(f"sqlite:///{home}/livefair.db", clock=clock)
    room_id = db.write_now(open_room, host, title="从前")
    for number in range(SHOWS_LEAST):
        show_id = db.write_now(plan_show, host, room_id, title=f"从前 {number}")
        db.write_now(start_show, host, show_id)
        arrivals = tuple(
            Arrival(f"{show_id}:{each}", room_id, show_id, f"guest:{each}", "feed", None, clock()) for each in range(40)
        )
        taps = tuple(Tap(show_id, f"guest:{each}", "like", 5) for each in range(40))
        viewers = ((show_id, 40),)
        batch = Batch(f"{show_id}:come", arrivals=arrivals, taps=taps, viewers=viewers)
        db.write_now(journal, SYSTEM, batch)
        clock.advance(20 * MINUTE_MS)
        db.write_now(end_show, host, show_id)
        clock.advance(24 * 60 * MINUTE_MS)
    db.close()
