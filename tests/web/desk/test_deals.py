"""A brand's desk and a host's selection desk, from the offer to the sale on the signed terms."""

import re

from livefair.kernel import Database
from livefair.supply.deals import deals_of_host
from tests.web.conftest import Browse, enter
from tests.web.town import Town, built


def offer_form(town: Town, **changed: object) -> dict[str, object]:
    return {
        "name": "Autumn",
        "audience": "invited",
        "hosts_wanted": "5",
        "product_ids": town.product_id,
        "commission": "12.5",
        "starts_on": "2026-09-01",
        "ends_on": "2026-12-31",
        **changed,
    }


def value_of(name: str, html: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', html)
    assert found, name
    return found[1]


async def test_a_brand_publishes_invites_and_the_host_signs_what_was_read(db: Database, browse: Browse) -> None:
    town = built(db)
    brand, host = enter(db, browse(), town.people["brand"]), enter(db, browse(), town.people["host"])
    made = await brand.post_form("/desk/deals", offer_form(town))
    assert made.status_code == 303
    assert (await brand.post_form(f"{made.headers['location']}/invite", {"emails": "host@example.org"})).is_redirect
    page = await host.get("/studio/deals")
    assert "Autumn" in page.text
    assert "Your turn" in page.text
    [deal] = [one for one in db.read_now(deals_of_host, town.people["host"].id) if one.id != town.deal_id]
    text = (await host.get(f"/studio/deals/{deal.id}")).text
    assert "12.5%" in text
    given = {"version": "1", "terms_hash": value_of("terms_hash", text)}
    assert (await host.post_form(f"/studio/deals/{deal.id}/sign", given)).is_redirect
    assert "In force: version 1" in (await brand.get(f"/desk/deals/{deal.id}")).text


async def test_an_address_that_nobody_has_is_named_and_nobody_is_invited(db: Database, browse: Browse) -> None:
    town = built(db)
    brand = enter(db, browse(), town.people["brand"])
    page = await brand.post_form(
        f"/desk/offers/{town.offer_id}/invite", {"emails": "host@example.org\nnobody@example.org"}
    )
    assert page.status_code == 422
    assert "nobody@example.org" in page.text


async def test_a_price_list_names_each_wrong_line_and_saves_nothing(db: Database, browse: Browse) -> None:
    town = built(db)
    brand = enter(db, browse(), town.people["brand"])
    lines = [
        f"{town.sku_id},90",
        "x,1",
        f"{town.sku_id},80",
        "00000000-0000-7000-8000-000000000000,5",
        f"{town.sku_id},-",
    ]
    lines += [f"00000000-0000-7000-8000-{n:012},1" for n in range(1, 196)]
    body = "\n".join(["sku_id,agreed", *lines])
    page = await brand.post_form(
        "/desk/deals", offer_form(town), files={"price_list": ("prices.csv", body.encode(), "text/csv")}
    )
    assert page.status_code == 422
    assert "199 lines of the price list are wrong" in page.text
    assert page.text.count("not yours, or not on sale") > 20
    assert "Autumn" not in (await brand.get("/desk/deals")).text


async def test_the_list_that_the_desk_gives_can_be_filled_in_and_sent_back(db: Database, browse: Browse) -> None:
    town = built(db)
    brand = enter(db, browse(), town.people["brand"])
    listed = (await brand.get("/desk/deals/prices.csv")).text
    filled = listed.replace("100.00,", "100.00,88")
    files = {"price_list": ("prices.csv", filled.encode(), "text/csv")}
    made = await brand.post_form("/desk/deals", offer_form(town), files=files)
    assert made.status_code == 303
    assert "¥88" in (await brand.get(made.headers["location"])).text


async def test_a_host_answers_with_other_terms_and_the_room_shows_what_was_signed(db: Database, browse: Browse) -> None:
    town = built(db)
    brand, host = enter(db, browse(), town.people["brand"]), enter(db, browse(), town.people["host"])
    form = {
        **{name: value for name, value in offer_form(town).items() if name not in {"name", "audience", "hosts_wanted"}},
        "commission": "20",
        "version": "1",
        "sku_ids": town.sku_id,
        "prices": "77",
        "note": "I do two shows",
    }
    assert (await host.post_form(f"/studio/deals/{town.deal_id}/answer", form)).is_redirect
    text = (await brand.get(f"/desk/deals/{town.deal_id}")).text
    assert "I do two shows" in text
    given = {"version": "2", "terms_hash": value_of("terms_hash", text)}
    assert "<b>77</b>" not in (await browse().get(f"/live/{town.room_id}/goods")).text
    assert (await brand.post_form(f"/desk/deals/{town.deal_id}/sign", given)).is_redirect
    assert "<b>77</b>" in (await browse().get(f"/live/{town.room_id}/goods")).text
    assert "<b>77</b>" in (await browse().get(f"/p/{town.product_id}?room={town.room_id}")).text
    assert "<b>77</b>" not in (await browse().get(f"/p/{town.product_id}")).text


async def test_wrong_terms_come_back_beside_their_fields(db: Database, browse: Browse) -> None:
    town = built(db)
    brand = enter(db, browse(), town.people["brand"])
    for changed, field in (
        ({"commission": "81"}, "commission"),
        ({"commission": "x"}, "commission"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"ends_on": "soon"}, "ends_on"),
        ({"product_ids": ""}, "product_ids"),
    ):
        page = await brand.post_form("/desk/deals", offer_form(town, **changed))
        assert page.status_code == 422, changed
        assert f'id="e-{field}"' in page.text or field == "product_ids", changed
