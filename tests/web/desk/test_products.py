"""A brand's product form: both languages, and one standing in for the other."""

import pytest

from livefair.catalog import facts_of, own_product_for
from livefair.catalog.queries import products_of_brand, skus_of
from livefair.kernel import Database
from tests.web.conftest import Browse, Browser, enter
from tests.web.town import Town, built

FIRST = {"price": "100", "stock": "10"}


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


@pytest.fixture
def brand(db: Database, town: Town, browse: Browse) -> Browser:
    return enter(db, browse(), town.people["brand"])


async def made(db: Database, brand: Browser, town: Town, **form: str) -> str:
    answer = await brand.post_form("/desk/products", {**FIRST, **form})
    assert answer.status_code == 303, answer.text
    [product_id] = {card.id for card in db.read_now(products_of_brand, town.people["brand"].organisation_id)} - {
        town.product_id
    }
    return product_id


async def test_what_is_written_in_both_languages_is_kept_in_both(db: Database, brand: Browser, town: Town) -> None:
    form = {"title_zh": "马克杯", "title_en": "Mug", "summary_zh": "白色", "summary_en": "White"}
    product_id = await made(db, brand, town, **form, sku_name_zh="大", sku_name_en="Large")
    product = db.read_now(own_product_for, town.people["brand"], product_id)
    assert (product.title_zh, product.title_en) == ("马克杯", "Mug")
    assert (product.about_zh, product.about_en) == ("白色", "White")
    [sku] = db.read_now(skus_of, product_id)
    assert (sku.name_zh, sku.name_en) == ("大", "Large")


@pytest.mark.parametrize(("language", "other"), [("zh", "en"), ("en", "zh")])
async def test_a_language_left_blank_shows_the_other(
    db: Database, brand: Browser, town: Town, language: str, other: str
) -> None:
    form = {f"title_{language}": "Mug 杯", f"summary_{language}": "White 白", f"title_{other}": " "}
    product_id = await made(db, brand, town, **form, **{f"sku_name_{language}": "L"})
    product = db.read_now(own_product_for, town.people["brand"], product_id)
    assert (product.title(other), product.about(other)) == ("Mug 杯", "White 白")
    page = (await brand.get(f"/desk/products/{product_id}")).text
    assert page.count('value="Mug 杯"') == 1, "what only repeats the other language is not shown as written"
    # Whoever changes the one language changes what stands in for the other too.
    await brand.post_form(f"/desk/products/{product_id}", {"title_zh": "新杯"})
    product = db.read_now(own_product_for, town.people["brand"], product_id)
    assert (product.title_zh, product.title_en, product.category) == ("新杯", "新杯", "other")


async def test_facts_and_variants_have_both_languages_too(db: Database, brand: Browser, town: Town) -> None:
    at = f"/desk/products/{town.product_id}"
    fact = {"fact_name_zh": "鞋底", "fact_name_en": "Sole", "fact_value_en": "Rubber", "fact_source": "Own measurement"}
    assert (await brand.post_form(f"{at}/facts", fact)).status_code == 303
    found = db.read_now(facts_of, town.product_id)[-1]
    assert (found.name_zh, found.name_en, found.value_zh, found.value_en) == ("鞋底", "Sole", "Rubber", "Rubber")
    before = [sku.name_en for sku in db.read_now(skus_of, town.product_id)]
    assert (await brand.post_form(f"{at}/skus", {"sku_name_zh": "39", "price": "120"})).status_code == 303
    assert [sku.name_en for sku in db.read_now(skus_of, town.product_id)] == [*before, "39"]


@pytest.mark.parametrize(
    ("path", "form", "field"),
    [
        ("/desk/products", {**FIRST, "sku_name_zh": "L"}, "title_zh"),
        ("/desk/products", {**FIRST, "title_zh": "Mug"}, "sku_name_zh"),
        ("/desk/products", {**FIRST, "title_zh": "Mug", "title_en": "x" * 81, "sku_name_zh": "L"}, "title_en"),
        ("facts", {"fact_name_zh": "a", "fact_source": "s"}, "fact_value_zh"),
        ("facts", {"fact_value_zh": "a", "fact_source": "s"}, "fact_name_zh"),
        ("skus", {"price": "1"}, "sku_name_zh"),
    ],
)
async def test_a_name_in_neither_language_is_refused_beside_its_field(
    brand: Browser, town: Town, path: str, form: dict[str, str], field: str
) -> None:
    answer = await brand.post_form(path if path.startswith("/") else f"/desk/products/{town.product_id}/{path}", form)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
