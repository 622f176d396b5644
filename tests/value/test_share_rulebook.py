import pytest

from livefair.kernel import SYSTEM, Actor, Conflict, Invalid, NotAllowed
from livefair.value import publish_share_rules, publish_shipped_share_rules
from livefair.value.share_rulebook import SHIPPED, parse, share_rules_at, share_rules_of

FIRST = (SHIPPED / "1.toml").read_text("utf-8")
SECOND = FIRST.replace("version = 1", "version = 2").replace("2020-01-01", "2030-01-01").replace("= 500", "= 400")
OPERATOR = Actor("op", frozenset({"operator"}))


def publish(db, body, actor=OPERATOR):
    return db.write_now(publish_share_rules, actor, body)


def test_the_shipped_rules_are_published_once_however_often_asked(db):
    assert [db.write_now(publish_shipped_share_rules, SYSTEM) for _ in range(2)] == [1, 1]


def test_a_version_is_in_force_from_its_own_date(db):
    publish(db, FIRST)
    publish(db, SECOND)
    second_from = parse(SECOND).effective_at_ms
    assert db.read_now(share_rules_at, second_from - 1).version == 1
    assert db.read_now(share_rules_at, second_from).version == 2
    assert db.read_now(share_rules_at, 0) is None


def test_a_version_never_changes(db):
    publish(db, FIRST)
    with pytest.raises(Conflict, match="version_taken"):
        publish(db, FIRST.replace("= 500", "= 400"))
    assert db.read_now(share_rules_of, 1) == parse(FIRST)


def test_versions_leave_no_gap(db):
    with pytest.raises(Conflict, match="version_taken version=2 next=1"):
        publish(db, SECOND)


def test_only_operators_make_rules(db):
    with pytest.raises(NotAllowed, match="operators_only"):
        publish(db, FIRST, Actor("host", frozenset({"host"})))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "version = ",
        "version = 1",
        FIRST + "surprise = 1",
        FIRST.replace('role = "host"', 'role = "thief"'),
        FIRST.replace("60", "60.5"),
        "version = 1\neffective_at = 2020-01-01T00:00:00Z\nlegs = []",
        "#" * 30_000,
    ],
)
def test_what_is_no_set_of_rules_is_refused_with_a_word_on_why(body):
    with pytest.raises(Invalid, match="share_rules_unreadable"):
        parse(body)
