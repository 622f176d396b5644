"""What is a document works in a browser that runs no script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from livefair.web.labels import label
from tests.browser.fair import DESKTOP, PHONE, Visitor, peopled, picture, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_goods_are_put_on_sale_bought_shipped_and_reviewed_without_a_script(chromium: Browser, tmp_path: Path) -> None:
    peopled(tmp_path)
    with running(tmp_path) as address:
        brand = Visitor(chromium, address, "brand", DESKTOP, scripts=False)
        ana = Visitor(chromium, address, "ana", PHONE, scripts=False)
        product = puts_on_sale(brand)
        buys(ana, product)
        brand.page.goto("/desk/orders")
        brand.type_in("Carrier", "SF")
        brand.type_in("Number", "SF100")
        brand.button("Ship").click()
        ana.page.reload()
        ana.button("I have received it").click()
        reviews(ana)
        ana.page.goto("/")
        ana.sees(ana.page.get_by_role("article", name="又轻又快。"))
        assert brand.wrong + ana.wrong == []


def puts_on_sale(brand: Visitor) -> str:
    """The address of the product's page."""
    brand.signs_in("/desk/products/new")
    brand.page.locator("[name=title_en]").fill("Runner")
    brand.page.locator("[name=summary_en]").fill("Light and quick")
    brand.page.locator("[name=sku_name_en]").fill("38")
    brand.type_in("Price in yuan", "129.90")
    brand.type_in("Stock", "10")
    brand.button("Save").click()
    brand.page.get_by_label(brand.words("Add a picture")).set_input_files(picture("runner.png", "#c86"))
    brand.button("Upload", brand.page.locator("form", has=brand.page.get_by_label("Add a picture"))).click()
    brand.sees(brand.page.get_by_role("main").locator("li img"))
    return brand.page.url.replace("/desk/products/", "/p/")


def buys(ana: Visitor, product: str) -> None:
    ana.signs_in("/cart")
    ana.page.goto(product)
    ana.picks("38")
    ana.button("Buy now").click()
    ana.link("Add a delivery address").click()
    place = {"Name": "Ana", "Phone": "13800000000", "Province or state": "浙江", "City": "杭州"}
    for message, text in {**place, "Street, house, flat": "西湖路 1 号"}.items():
        ana.type_in(message, text)
    ana.button("Save address").click()
    ana.button("Pay now").click()
    ana.button("Pay %(amount)s", amount="¥129.90").click()
    ana.sees(ana.heading("Order placed"))
    ana.link("See the order").click()
    ana.sees(ana.page.get_by_role("heading", name=label("order", "paid", "zh")))


def reviews(ana: Visitor) -> None:
    ana.link("Write a photo review").click()
    ana.picks(ana.words("%(rating)s of 5 stars", rating=5))
    ana.type_in("What was it like?", "又轻又快。")
    ana.page.get_by_label(ana.words("Photos")).set_input_files(picture("worn.png", "#486"))
    ana.picks(label("disclosure", "none", "zh"))
    ana.button("Publish the review").click()
    ana.page.wait_for_url(re.compile("/(p|orders)/"))
    ana.sees(ana.page.get_by_text("又轻又快。"))
