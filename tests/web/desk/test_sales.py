import pytest

from tests.stall import set_up
from tests.web.conftest import enter


@pytest.mark.parametrize(
    "wrong", [{"price": "cheap"}, {"pieces": "-1"}, {"lasts_min": "21"}, {"countdown_s": "9"}, {"host_id": "x"}]
)
async def test_what_cannot_be_planned_is_said_beside_the_form_and_what_was_typed_stays(db, join, browse, wrong):
    stall, host = set_up(db, join), join("hana", "host")
    desk = enter(db, browse(), stall.brand)
    typed = {"sku_id": stall.sku_id, "host_id": host.id, "price": "48.50", "pieces": "7", **wrong}
    refused = await desk.post_form("/desk/sales", typed)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert typed["price"] in refused.text
