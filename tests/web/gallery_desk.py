"""Samples of the brand's desk."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.catalog.rules.scenarios import SCENARIOS
from tests.web import (
    gallery_formats,
    gallery_ideas,
    gallery_licences,
    gallery_parcels,
    gallery_permits,
    gallery_sales,
    gallery_stories,
)
from tests.web.gallery_money import till
from tests.web.gallery_outside import return_sample
from tests.web.samples import DAY_MS, NOW_MS, Shown, balance, goods, postings, product, yuan


def pages() -> Shown:
    rows = [Ns(**vars(good), state="listed", reviews=12) for good in goods()]
    mine = Ns(
        **{
            **vars(product()),
            "state": "listed",
            "return_class": "standard",
            "pictures": [Ns(id="pic-1", url="/files/sneaker.webp"), Ns(id="pic-2", url="/files/cap.webp")],
        }
    )
    for index, fact in enumerate(mine.facts):
        fact.id = f"f{index}"
    values = Ns(
        title_zh="云感跑鞋 Cloud 2",
        title_en="Cloud runner 2",
        summary_zh="氮气中底。",
        summary_en="",
        price="",
        sku_name_zh="",
        sku_name_en="",
        stock="",
    )
    varied = Ns(
        options=[
            Ns(name_zh="颜色", name_en="Colour", values_zh="云白, 夜黑", values_en="White, Black"),
            Ns(name_zh="", name_en="", values_zh="", values_en=""),
        ],
        values=[Ns(id="white", name="云白", picture_key="sneaker.webp")],
        choices=[Ns(id="sku-38", title="云感跑鞋 Cloud 2 · 38")],
        parts={"sku-41": "38 × 1 + 39 × 1"},
    )
    made_for = {"scenarios": SCENARIOS, "chosen": ["travel"], "scenarios_max": 6, "variety": varied}
    line = Ns(title="云感跑鞋 Cloud 2", sku_name="38", quantity=1, picture_url="/files/sneaker.webp")
    order = Ns(
        id="01f0a9c2-7b61-7d10-9a52-3c1e8f0b77aa",
        state="paid",
        paid_at_ms=NOW_MS,
        buyer="周末",
        total=yuan(329),
        lines=[line],
        address="上海市 徐汇区 武康路 100 弄",
        parcels=[],
        left=gallery_parcels.left(),
        suggested_id="loc-1",
        key="k-1",
        return_asked=None,
    )
    returned = Ns(
        **{
            **vars(order),
            "id": "01f0a9c2-0000-7d10-9a52-3c1e8f0b77bb",
            "state": "received",
            "parcels": gallery_parcels.parcels(),
            "left": [],
            "return_asked": return_sample("requested"),
        }
    )
    stock = [
        Ns(
            sku_id=f"s{i}",
            title=good.title,
            sku_name="38",
            picture_url=good.picture_url,
            on_hand=good.left,
            reserved=3,
            sold_7d=20,
            awaited=Ns(pieces=40, last_at_ms=NOW_MS) if i == 0 else None,
        )
        for i, good in enumerate(goods())
    ]
    tried = Ns(
        id="import-1",
        file_name="秋季新品.xlsx",
        made_at_ms=NOW_MS - DAY_MS,
        mode="dry",
        state="done",
        rows_total=200,
        rows_done=200,
        rows_wrong=2,
        changes_kept=0,
        failure_code=None,
        is_going_on=False,
    )
    running = Ns(**{**vars(tried), "state": "running", "rows_done": 120, "is_going_on": True})
    wrong = [
        Ns(row=12, column="price", reason="请填写金额，例如 12.50。", found="面议"),
        Ns(row=52, column="sku_code", reason="第 12 行已有相同的编码。", found="CUP-RED"),
    ]
    return {
        "desk/imports.html": (
            "/desk/imports",
            {
                "imports": [tried, running],
                "columns": {"product_code": ("商品编码",), "price": ("价格",), "stock": ("库存",)},
                "needed": ("product_code", "price"),
                "rows_max": 10_000,
                "key": "k",
            },
        ),
        "desk/import.html": ("/desk/imports/import-1", {"work": tried, "errors": wrong, "failure": ""}),
        "desk/_import.html": ("/desk/imports/import-1", {"work": running, "errors": wrong, "failure": ""}),
        "desk/products.html": ("/desk", {"products": rows}),
        "desk/product.html": (
            "/desk/products/sneaker",
            {**made_for, "product": mine, "values": values},
        ),
        **gallery_sales.desk(),
        **gallery_ideas.desk(),
        **gallery_licences.desk(),
        **gallery_formats.desk(),
        **gallery_parcels.desk(),
        **gallery_stories.desk(),
        **gallery_permits.desk(),
        "desk/stock.html": ("/desk/stock", {"rows": stock}),
        "desk/orders.html": (
            "/desk/orders",
            {"orders": [order, returned], "tab": "paid", "next_url": None, **gallery_parcels.counter()},
        ),
        "desk/statement.html": (
            "/desk/statement",
            {"balance": balance(), "postings": postings(), "next_url": None, "till": till()},
        ),
    }
