"""What a host does with a brand: terms bargained for, a sample and its duty, a flash sale, a contested line."""

import re

from playwright.sync_api import expect

from livefair.web.labels import label
from tests.browser.fair import Visitor
from tests.browser.preparing import GOODS, ZH

BOWL = GOODS[1][0]
FLASH = "39.90"
REVIEW = "https://example.com/gaiwan"


def bargains(host: Visitor, brand: Visitor) -> None:
    """The brand offers 15 %, the host asks for 18 and a sample to review, the brand signs."""
    brand.page.goto("/desk/deals/new")
    brand.type_in("Name of the offer", "春茶主播")
    brand.page.locator("[name=commission]").fill("15")
    brand.page.get_by_role("checkbox", name=BOWL).check()
    brand.button("Sign and publish").click()
    brand.sees(brand.heading("Terms"))
    host.page.goto("/studio/deals")
    host.button("Look at the terms").first.click()
    deal = host.page.url.rsplit("/", 1)[1]
    host.page.locator("summary", has_text=host.words("Propose other terms")).click()
    host.page.locator("[name=commission]").fill("18")
    host.page.locator("[name=sample]").select_option("review")
    host.page.locator("[name=note]").fill("十八个点，我先写评测。")
    host.button("Sign and send").click()
    host.sees(host.page.get_by_text(host.words("Waiting for the other side.")))
    brand.page.goto(f"/desk/deals/{deal}")
    brand.sees(brand.page.get_by_text("十八个点，我先写评测。"))
    brand.button("Sign these terms").click()
    brand.sees(brand.page.get_by_text(brand.words("In force: version %(n)s", n=2)))
    has_a_sample(host, brand, deal)


def has_a_sample(host: Visitor, brand: Visitor, deal: str) -> None:
    """Asked for, sent, and its duty done."""
    host.page.goto(f"/studio/deals/{deal}")
    host.button("Ask for a sample").click()
    host.sees(host.page.get_by_text(label("sample", "asked", ZH), exact=True))
    brand.page.goto(f"/desk/deals/{deal}")
    brand.type_in("Carrier and number", "顺丰 SF100200300")
    brand.button("Send it").click()
    brand.sees(brand.page.get_by_text(label("sample", "sent", ZH), exact=True))
    host.page.goto(f"/studio/deals/{deal}")
    host.sees(host.page.get_by_text(label("sample_terms", "review", ZH)).first)
    host.type_in("Address of the review", REVIEW)
    host.button("I have reviewed it").click()
    host.sees(host.page.get_by_text(label("sample", "settled", ZH), exact=True))


def plans_a_flash_sale(brand: Visitor) -> None:
    brand.page.goto("/desk/sales")
    chosen = brand.page.locator("[name=sku_id] option", has_text=BOWL).get_attribute("value")
    brand.page.locator("[name=sku_id]").select_option(chosen)
    brand.page.locator("[name=price]").fill(FLASH)
    brand.page.locator("[name=pieces]").fill("1")
    brand.page.locator("[name=countdown_s]").fill("10")
    brand.button("Plan it").click()
    brand.sees(brand.page.get_by_text(label("flash_sale", "planned", ZH), exact=True))


def starts_the_flash_sale(host: Visitor, ana: Visitor) -> None:
    """From the console, while the show goes on; its countdown runs on the server's clock."""
    host.button("Start the countdown", host.page.locator("#flash")).click()
    host.sees(host.page.locator("#flash lf-countdown"))
    ana.sees(ana.page.locator(".flash-card"))


def buys_the_last_piece(ana: Visitor, host: Visitor) -> None:
    card = ana.page.locator(".flash-card.is-open")
    ana.sees(card).click()
    ana.picks("标准")
    ana.button("Buy now", ana.sheet).click()
    ana.button("Pay now", ana.sheet).click()
    ana.button("Pay %(amount)s", ana.sheet, amount=f"¥{FLASH}").click()
    ana.sees(ana.heading("Order placed"))
    ana.link("Back to the live room", ana.sheet).click()
    host.sees(host.page.locator("#flash").get_by_text(host.words("%(taken)s of %(pieces)s taken", taken=1, pieces=1)))


def contests_a_line(host: Visitor, brand: Visitor, operator: Visitor) -> None:
    """The host says what is missing, the brand what it thinks, an operator how it ends; the host reads both."""
    host.page.goto("/studio/statement")
    row = host.page.locator("li.posting", has_text=f"¥{FLASH} 的 18%")
    host.link("Contest this line", row).click()
    host.page.locator("[name=asked]").fill("0.80")
    host.page.locator("[name=words]").fill("说好秒杀加两个点。")
    host.button("Send the objection").click()
    host.page.wait_for_url(re.compile("/me/contests$"))
    brand.page.goto("/me/notifications")
    brand.page.locator("a[href='/me/contests']").first.click()
    brand.sees(brand.page.get_by_text("说好秒杀加两个点。"))
    brand.page.locator("[name=words]").fill("只说了一个点。")
    brand.button("Send").click()
    operator.signs_in("/console/contests")
    operator.sees(operator.page.get_by_text("只说了一个点。"))
    operator.page.locator("[name=words]").fill("按聊天记录，补一个点。")
    operator.page.locator("[name=granted]").fill("0.40")
    operator.button("Grant it").click()
    expect(operator.page.locator("form[action$='/answer']")).to_have_count(0)
    host.page.reload()
    host.sees(host.page.get_by_text("按聊天记录，补一个点。"))
    host.sees(host.page.get_by_text(host.words("%(amount)s goes over when the return window ends.", amount="¥0.40")))
