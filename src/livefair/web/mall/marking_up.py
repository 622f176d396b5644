"""What search engines and shopping sites read: a product as schema.org says it, and all of them as a merchant feed."""

import json
from typing import NamedTuple
from xml.sax.saxutils import escape

from litestar import Response, Router, get

from livefair import supply
from livefair.catalog import ProductCard
from livefair.catalog.products import Sku
from livefair.catalog.queries import LAST, categories_of, listed_products, skus_of_all
from livefair.kernel import Money, ReadTx
from livefair.web.access import OPEN
from livefair.web.goods import ProductView
from livefair.web.mall.reviews import Rating
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url

PAGE = 200
PRODUCTS_MAX = 2_000
FEED_TYPE = "application/xml"
NO_XML = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}
IN_STOCK, SOLD_OUT = "https://schema.org/InStock", "https://schema.org/OutOfStock"


class Row(NamedTuple):
    card: ProductCard
    sku: Sku
    left: int
    category: str


def major(money: Money) -> str:
    """`329.00`: what machines read, whatever the language."""
    return f"{money.minor // 100}.{money.minor % 100:02d}"


def product_json(product: ProductView, rating: Rating, address: str) -> str:
    """schema.org/Product as JSON-LD; safe within a script element."""
    url = f"{address}/p/{product.id}"
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": url,
        "name": product.title,
        "description": product.summary,
        "url": url,
        "image": [f"{address}{picture}" for picture in product.pictures],
        "brand": {"@type": "Brand", "name": product.brand.name},
        "additionalProperty": [
            {"@type": "PropertyValue", "name": fact.name, "value": fact.value} for fact in product.facts
        ],
        "offers": [
            {
                "@type": "Offer",
                "sku": sku.id,
                "name": sku.name,
                "url": f"{url}?sku={sku.id}",
                "price": major(sku.price),
                "priceCurrency": sku.price.currency,
                "availability": IN_STOCK if sku.left else SOLD_OUT,
                "itemCondition": "https://schema.org/NewCondition",
                "hasMerchantReturnPolicy": returns_json(product),
            }
            for sku in product.skus
        ],
    }
    if rating.count and rating.average is not None:
        found["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(rating.average, 1),
            "reviewCount": rating.count,
        }
    text = json.dumps(found, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def returns_json(product: ProductView) -> dict[str, object]:
    if product.return_class not in ("standard", "opened"):
        return {
            "@type": "MerchantReturnPolicy",
            "returnPolicyCategory": "https://schema.org/MerchantReturnNotPermitted",
        }
    return {
        "@type": "MerchantReturnPolicy",
        "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": product.return_days,
        "returnFees": "https://schema.org/ReturnFeesCustomerResponsibility",
    }


def feed_rows(tx: ReadTx) -> list[Row]:
    """The SKUs of the newest products on sale, of PRODUCTS_MAX at most."""
    rows: list[Row] = []
    before = LAST
    for _ in range(PRODUCTS_MAX // PAGE):
        cards = listed_products(tx, before=before, most=PAGE)
        ids = [card.id for card in cards]
        skus, categories = skus_of_all(tx, ids), categories_of(tx, ids)
        levels = supply.levels(tx, [sku.id for found in skus.values() for sku in found])
        rows += [
            Row(card, sku, levels[sku.id].sellable, categories[card.id]) for card in cards for sku in skus[card.id]
        ]
        if len(cards) < PAGE:
            break
        before = cards[-1].id
    return rows


def feed_xml(rows: list[Row], address: str, locale: str) -> str:
    """Google Merchant's RSS 2.0: an item for each SKU, those of one product under one group."""
    items = "".join(item_xml(row, address, locale) for row in rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
        f"<title>Livefair</title><link>{text(address)}</link><description>Livefair</description>{items}"
        "</channel></rss>\n"
    )


def item_xml(row: Row, address: str, locale: str) -> str:
    card, sku = row.card, row.sku
    fields = {
        "g:id": sku.id,
        "g:item_group_id": card.id,
        "g:title": f"{card.title(locale)} {sku.name(locale)}",
        "g:description": card.title(locale),
        "g:link": f"{address}/p/{card.id}?sku={sku.id}",
        "g:image_link": f"{address}{file_url(card.picture_key)}" if card.picture_key else "",
        "g:availability": "in_stock" if row.left > 0 else "out_of_stock",
        "g:price": f"{major(sku.price)} {sku.currency}",
        "g:condition": "new",
        "g:brand": card.brand_name,
        "g:product_type": row.category,
        "g:identifier_exists": "no",
    }
    return "<item>" + "".join(f"<{name}>{text(value)}</{name}>" for name, value in fields.items() if value) + "</item>"


def text(words: str) -> str:
    """For XML, without the characters that it cannot hold."""
    return escape(words.translate(NO_XML))


@get("/feeds/products.xml", opt=OPEN)
async def show_feed(request: AppRequest) -> Answer:
    """For shopping sites; in the language of `?lang=`."""
    locale = "en" if request.query_params.get("lang") == "en" else "zh"
    rows = await request.read(feed_rows)
    return Response(feed_xml(rows, request.services.settings.address, locale), media_type=FEED_TYPE)


router = Router("/", route_handlers=[show_feed])
