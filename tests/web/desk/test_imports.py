"""Bringing in a table from the desk: tried first, its errors as a file in the reader's language, then for real."""

import pytest

from livefair.catalog.queries import products_of_brand
from livefair.kernel import Database, JobContext
from livefair.kernel.files import Files
from livefair.supply.import_undoing import take_import_back
from livefair.supply.importing import import_catalog
from livefair.web.services import Services
from tests.web.conftest import Browse, Browser, enter
from tests.web.town import Town, built

TABLE = "商品编码,规格编码,标题,价格,库存\nCUP,CUP-1,杯,59,4\nCUP,=1+1,杯,free,4\n"


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


@pytest.fixture
def brand(db: Database, town: Town, browse: Browse) -> Browser:
    return enter(db, browse(), town.people["brand"])


async def test_a_table_is_tried_corrected_brought_in_and_taken_back(
    db: Database, town: Town, brand: Browser, services: Services
) -> None:
    jobs = JobContext(db, {Files: services.files})
    form, files = {"mode": "dry", "key": "once"}, {"file": ("goods.csv", TABLE.encode(), "text/csv")}
    tried = (await brand.post_form("/desk/imports", form, files=files)).headers["location"]
    assert (await brand.post_form("/desk/imports", form, files=files)).headers["location"] == tried
    await import_catalog(jobs, import_id=tried.rpartition("/")[2])
    assert "<code>price</code>" in (await brand.get(tried)).text
    errors = (await brand.get(f"{tried}/errors.csv")).text
    assert errors.startswith("\ufeffrow,column,reason,found\r\n3,price,")
    real = (await brand.post_form(f"{tried}/real")).headers["location"]
    await import_catalog(jobs, import_id=real.rpartition("/")[2])
    assert "杯" in titles(db, town)
    assert (await brand.post_form(f"{real}/undo")).status_code == 303
    await take_import_back(jobs, import_id=real.rpartition("/")[2])
    assert "杯" not in titles(db, town)
    assert (await brand.get("/desk/imports")).status_code == 200


def titles(db: Database, town: Town) -> set[str]:
    cards = db.read_now(products_of_brand, str(town.people["brand"].organisation_id))
    return {card.title_zh for card in cards if card.is_offered}


async def test_no_file_and_somebody_elses_import_are_refused(
    db: Database, town: Town, brand: Browser, browse: Browse
) -> None:
    assert 'id="e-file"' in (await brand.post_form("/desk/imports", {"mode": "dry"})).text
    assert (await brand.get("/desk/imports/sample.csv")).status_code == 200
    assert (await brand.get(f"/desk/imports/{town.product_id}")).status_code == 404
    customer = enter(db, browse(), town.people["customer"])
    assert (await customer.get("/desk/imports")).status_code in {403, 404}
