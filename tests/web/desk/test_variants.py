"""Options and bundles on the desk, and how a buyer chooses by them with and without a script."""

import pytest

from livefair.catalog import retire_sku
from livefair.catalog.queries import skus_of
from livefair.kernel import Database
from livefair.supply import receive
from tests.web.conftest import Browse, Browser, enter
from tests.web.town import Town, built

OPTIONS = {
    "option_zh": "颜色",
    "option_en": "Colour",
    "values_zh": "红，蓝",
    "values_en": "Red, Blue",
    "second_zh": "尺码",
    "second_values_zh": "S、L",
    "variant_price": "120",
}


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


@pytest.fixture
def brand(db: Database, town: Town, browse: Browse) -> Browser:
    return enter(db, browse(), town.people["brand"])


async def chosen_by(db: Database, town: Town, brand: Browser) -> list[str]:
    """The variants of two options, the only ones on sale, of which the last has no stock."""
    before = [sku.id for sku in db.read_now(skus_of, town.product_id)]
    answer = await brand.post_form(f"/desk/products/{town.product_id}/options", OPTIONS)
    assert answer.status_code == 303, answer.text
    for sku_id in before:
        path = f"/desk/products/{town.product_id}/skus/{sku_id}/retire"
        assert (await brand.post_form(path, {})).status_code == 303
    made = [sku.id for sku in db.read_now(skus_of, town.product_id)]
    for sku_id in made[:-1]:
        db.write_now(receive, town.people["brand"], sku_id, quantity=5, key="first")
    return made


async def test_a_buyer_chooses_size_and_colour_by_buttons_that_say_what_is_gone(
    db: Database, town: Town, brand: Browser, browse: Browse
) -> None:
    made = await chosen_by(db, town, brand)
    buyer = enter(db, browse(), town.people["customer"])
    page = (await buyer.get(f"/p/{town.product_id}")).text
    assert page.count('name="choice_0"') == page.count('name="choice_1"') == 2
    assert page.count('data-left="5"') == 3
    assert page.count('data-left="0"') == 1
    choices = [db.read_now(skus_of, town.product_id)[n].choice for n in (1, 3)]
    form = {"product_id": town.product_id, "choice_0": choices[0][0], "choice_1": choices[0][1]}
    assert (await buyer.post_form("/cart/lines", form)).status_code == 303
    assert "红 · L" in (await buyer.get("/cart")).text or "Red · L" in (await buyer.get("/cart")).text
    db.write_now(retire_sku, town.people["brand"], made[3])
    gone = {"product_id": town.product_id, "choice_0": choices[1][0], "choice_1": choices[1][1]}
    assert (await buyer.post_form("/cart/lines", gone)).status_code == 409
    assert (await buyer.post_form("/cart/lines", {"product_id": town.product_id})).status_code == 422


async def test_values_that_do_not_pair_up_are_refused_beside_their_field(brand: Browser, town: Town) -> None:
    form = {**OPTIONS, "values_en": "Red"}
    answer = await brand.post_form(f"/desk/products/{town.product_id}/options", form)
    assert answer.status_code == 422
    assert 'id="e-values_zh"' in answer.text


async def test_a_bundle_is_made_on_the_desk_and_says_what_it_consists_of(
    db: Database, brand: Browser, town: Town
) -> None:
    sku = db.read_now(skus_of, town.product_id)[0]
    at = f"/desk/products/{town.product_id}"
    form = {"bundle_name_zh": "两双", "bundle_price": "300", "part_1": sku.id, "pieces_1": "2"}
    assert (await brand.post_form(f"{at}/bundles", form)).status_code == 303
    assert f"{sku.name_zh} × 2" in (await brand.get(at)).text
    alone = await brand.post_form(f"{at}/bundles", {**form, "pieces_1": "1"})
    assert alone.status_code == 422
    assert 'id="e-part_1"' in alone.text
