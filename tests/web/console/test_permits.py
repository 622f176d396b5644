"""Which goods need a permit is the operators' to say, in versions."""

from livefair.catalog import product_cards
from livefair.kernel import Database
from tests.catalog.permitted import larder
from tests.web.conftest import Browse, enter, in_english


async def test_an_operator_says_which_goods_need_a_permit(db: Database, browse: Browse, join) -> None:
    on = larder(db, join, needs_permit=False)
    operator, moderator = (in_english(enter(db, browse(), who)) for who in (on.operator, on.moderator))
    policy = {"categories": ["food", "health"], "warn_days": "20"}
    assert (await moderator.post_form("/console/permits/policy", policy)).status_code == 403
    assert (await operator.post_form("/console/permits/policy", policy)).is_redirect
    assert not db.read_now(product_cards, [on.stall.product_id])[on.stall.product_id].is_offered
    assert "out of range" in (await operator.post_form("/console/permits/policy", {"warn_days": "0"})).text
    assert (await operator.post_form("/console/permits/policy", {"warn_days": "20"})).is_redirect
    assert db.read_now(product_cards, [on.stall.product_id])[on.stall.product_id].is_offered
    page = (await operator.get("/console/permits")).text
    assert "Version 1: Food · Health food" in page
