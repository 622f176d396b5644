import tomllib

import pytest

from livefair.value import why_posted, why_share
from livefair.value.rules.share_plan import Terms, plan
from livefair.value.share_rulebook import SHIPPED, parse
from livefair.value.why import percent, reasons


def test_every_share_of_the_shipped_rules_is_explained_in_both_languages():
    rules = parse((SHIPPED / "1.toml").read_text("utf-8"))
    parties = {"brand": "b", "host": "h", "mcn": "m", "reviewer": "r"}
    for share in plan(Terms(10_000, parties, 1_500, 2_000), rules.legs):
        words = reasons().share[share.why]
        assert words.zh
        assert words.en
    assert tomllib.loads((SHIPPED / "1.toml").read_text("utf-8"))["version"] == rules.version


def test_an_explanation_names_the_percentage_and_what_it_is_taken_of():
    assert why_share("mcn_of_host", "en", basis_points=2_000, base="¥15.00") == (
        "Agency's part: 20% of the host's commission of ¥15.00"
    )
    assert why_share("mcn_of_host", "zh", basis_points=2_000, base="¥15.00") == "机构分成：主播佣金 ¥15.00 的 20%"


@pytest.mark.parametrize(
    ("points", "text"), [(0, "0%"), (50, "0.5%"), (1_250, "12.5%"), (6, "0.06%"), (10_000, "100%")]
)
def test_basis_points_are_shown_as_a_percentage(points, text):
    assert percent(points) == text


def test_postings_are_explained_in_both_languages_and_an_unknown_reason_is_shown_as_it_is():
    assert why_posted("release", "zh") == "退货期已过，从托管账户划出"
    assert why_posted("release", "en").startswith("Released from escrow")
    assert why_posted("odd", "en") == why_share("odd", "en", basis_points=0, base="") == "odd"


@pytest.mark.parametrize("what", ["held", "let_go", "paid"])
def test_what_an_objection_moves_is_explained_for_orders_and_for_gifts(what):
    for reason in (f"contest_{what}", f"gift_contest_{what}"):
        assert why_posted(reason, "zh") != why_posted(reason, "en") != reason
