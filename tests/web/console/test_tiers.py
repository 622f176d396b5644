"""What tiers take is the operators' to say, in versions that rise from tier to tier."""

from livefair.content.tiers import tiers_in_force
from livefair.kernel import Database
from tests.web.conftest import Browse, enter, in_english

TYPED = {"followers": ["5", "50", "500"], "minutes": ["10", "60", "600"], "sold": ["0", "100", "9000.50"]}


async def test_an_operator_sets_what_tiers_take(db: Database, browse: Browse, join) -> None:
    operator = in_english(enter(db, browse(), join("olga", "operator")))
    falling = {**TYPED, "returned": ["20", "30", "10"]}
    assert "no less than the one below" in (await operator.post_form("/console/tiers", falling)).text
    short = {**TYPED, "returned": ["20", "10"]}
    assert "for every tier" in (await operator.post_form("/console/tiers", short)).text
    assert (await operator.post_form("/console/tiers", {**TYPED, "returned": ["30", "20", "12.5"]})).is_redirect
    assert db.read_now(tiers_in_force)[3] == (500, 600, 900_050, 1_250)
