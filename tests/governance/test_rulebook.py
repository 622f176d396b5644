import pytest

from livefair.governance import publish_rules, publish_shipped_rules, rule_called, rules_in_force
from livefair.governance.rulebook import rule_sets, rules_of, shipped_rules
from livefair.kernel import SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from tests.governance.crowd import rules_stand

TOML = """
version = {version}
effective_at = {effective_at}
[[rule]]
code = "spam"
title.zh = "不得滥发"
title.en = "No spam"
text.zh = "不得滥发。"
text.en = "Do not flood."
"""
NEXT_YEAR = "2027-06-01T00:00:00Z"


def test_the_shipped_rules_are_published_once(db):
    assert db.write_now(publish_shipped_rules, SYSTEM) == len(shipped_rules())
    db.write_now(publish_shipped_rules, SYSTEM)
    assert len(db.read_now(rule_sets)) == len(shipped_rules())
    assert all(rule.title_zh and rule.title_en for rule in db.read_now(rules_of, 1))


def test_the_version_in_force_is_the_one_of_that_time(db, join):
    rules_stand(db)
    operator = join("olga", "operator")
    later = db.write_now(publish_rules, operator, TOML.format(version=2, effective_at=NEXT_YEAR))
    assert db.read_now(rules_in_force).version == 1
    assert db.read_now(rules_in_force, later.effective_at_ms).version == 2
    assert db.read_now(rules_in_force, later.effective_at_ms - 1).version == 1
    assert db.read_now(rule_called, 2, "spam").text_en == "Do not flood."


def test_before_the_first_version_none_is_in_force(db):
    with pytest.raises(NotFound):
        db.read_now(rules_in_force)


def test_a_published_version_never_changes(db):
    db.write_now(publish_rules, SYSTEM, TOML.format(version=1, effective_at=NEXT_YEAR))
    with pytest.raises(Conflict, match="rule_version_taken"):
        db.write_now(publish_rules, SYSTEM, TOML.format(version=1, effective_at="2028-01-01T00:00:00Z"))


def test_an_operator_cannot_change_the_past_and_nobody_skips_a_version(db, join):
    rules_stand(db)
    operator = join("olga", "operator")
    with pytest.raises(Invalid, match="in_the_past"):
        db.write_now(publish_rules, operator, TOML.format(version=2, effective_at="2026-01-01T00:00:00Z"))
    with pytest.raises(Invalid, match="rule_version_out_of_order"):
        db.write_now(publish_rules, operator, TOML.format(version=4, effective_at=NEXT_YEAR))


def test_only_operators_publish_rules(db, join):
    with pytest.raises(NotAllowed):
        db.write_now(publish_rules, join("carl"), TOML.format(version=1, effective_at=NEXT_YEAR))


@pytest.mark.parametrize(
    "toml",
    [
        "",
        "version = ",
        "version = 1\neffective_at = 3\nrule = []",
        TOML.format(version=1, effective_at="2027-01-01T00:00:00"),
        TOML.format(version=1, effective_at=NEXT_YEAR).replace('"spam"', '"Not A Code"'),
        TOML.format(version=1, effective_at=NEXT_YEAR).replace('"No spam"', '" "'),
        TOML.format(version=1, effective_at=NEXT_YEAR) + "colour = 'red'",
    ],
)
def test_unreadable_rules_are_refused(db, toml):
    with pytest.raises(Invalid):
        db.write_now(publish_rules, SYSTEM, toml)
    assert db.read_now(rule_sets) == []
