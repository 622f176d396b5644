"""What machines read of the goods: schema.org on the page, and the merchant feed."""

import json
import re
import xml.etree.ElementTree as ET

from livefair.catalog import Words, add_sku, create_product, set_price
from livefair.catalog.returns import set_return_class
from livefair.kernel import Database, Money
from tests.stall import set_up
from tests.web.conftest import Browse, Browser

G = "{http://base.google.com/ns/1.0}"


def marked_up(page: str) -> dict:
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


async def test_a_product_page_says_in_schema_org_what_it_says_to_people(db: Database, join, browse: Browse) -> None:
    stall = set_up(db, join, price_minor=9_905, pieces=2)
    page = await browse(accept_language="en").get(f"/p/{stall.product_id}")
    found = marked_up(page.text)
    [offer] = found["offers"]
    assert (found["@type"], found["name"], found["brand"]["name"]) == ("Product", "Mug", "House of brand")
    assert (offer["price"], offer["priceCurrency"]) == ("99.05", "CNY")
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["hasMerchantReturnPolicy"]["merchantReturnDays"] == 7
    assert "aggregateRating" not in found
    db.write_now(set_price, stall.brand, stall.sku_id, Money(8_800))
    db.write_now(set_return_class, stall.brand, stall.product_id, "fresh")
    [offer] = marked_up((await browse().get(f"/p/{stall.product_id}")).text)["offers"]
    assert offer["price"] == "88.00"
    assert offer["hasMerchantReturnPolicy"]["returnPolicyCategory"].endswith("NotPermitted")


async def test_no_words_of_a_brand_get_out_of_the_data(db: Database, join, guest: Browser) -> None:
    stall = set_up(db, join)
    nasty = "</script><script>alert(1)</script>&\u2028"
    product_id = db.write_now(create_product, stall.brand, Words(nasty[:60], nasty[:60], category="kitchen"))
    db.write_now(add_sku, stall.brand, product_id, name_zh="]]>", name_en="]]>", price=Money(100))
    page = (await guest.get(f"/p/{product_id}")).text
    assert "<script>alert" not in page
    assert marked_up(page)["name"].startswith("</script>")
    feed = ET.fromstring((await guest.get("/feeds/products.xml")).content)
    assert any("</script>" in (item.findtext(f"{G}title") or "") for item in feed.iter("item"))


async def test_the_merchant_feed_has_every_sku_with_its_price_and_whether_it_is_there(
    db: Database, join, guest: Browser
) -> None:
    stall = set_up(db, join, pieces=0, price_minor=1_250)
    answer = await guest.get("/feeds/products.xml?lang=en")
    assert answer.headers["content-type"].startswith("application/xml")
    [item] = ET.fromstring(answer.content).iter("item")
    told = {child.tag.removeprefix(G): child.text for child in item}
    assert (told["id"], told["item_group_id"]) == (stall.sku_id, stall.product_id)
    assert (told["price"], told["availability"], told["title"]) == ("12.50 CNY", "out_of_stock", "Mug Blue")
    assert told["link"].endswith(f"/p/{stall.product_id}?sku={stall.sku_id}")
