import pytest

from livefair.kernel import SYSTEM, Actor, Conflict, Invalid, NotAllowed
from livefair.value import publish_share_rules, publish_shipped_share_rules
from livefair.value.rules.pool import PoolRule
from livefair.value.rules.share_plan import Terms, plan
from livefair.value.share_rulebook import (
    SHIPPED,
    parse,
    publish_gift_legs,
    share_rules_at,
    share_rules_of,
    text_of,
    with_kappa,
)

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


def test_rules_written_as_text_are_the_same_rules(db):
    publish(db, FIRST)
    db.write_now(publish_gift_legs, SYSTEM)
    for version in (1, 2):
        rules = db.read_now(share_rules_of, version)
        with_pool = with_kappa(rules, 2_000, PoolRule(cap_bp=1_500))
        assert parse(text_of(rules, reason="why")) == rules
        assert parse(text_of(with_pool)) == with_pool
        assert (with_pool.kappa_bp, with_pool.pool.cap_bp) == (2_000, 1_500)
        assert with_kappa(with_pool, 0, PoolRule()) == rules


def test_the_pool_s_part_comes_out_of_the_platform_s_fee_and_of_nobody_else_s():
    terms = Terms(10_000, {"brand": "b", "host": "h", "mcn": None, "reviewer": None}, commission_bp=1_500)
    rules = parse(FIRST)
    before = {share.role: share.minor for share in plan(terms, rules.legs)}
    after = {share.role: share.minor for share in plan(terms, with_kappa(rules, 2_000, PoolRule()).legs)}
    assert after == before | {"platform": 400, "pool": 100}


POOL_LEG = '[[legs]]\nrole = "pool"\naccount = "pool:cocreation"\nof = "platform"\nbasis_points = 100\n'


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (POOL_LEG, "share_pool_halves"),
        ("[pool]\n", "share_pool_halves"),
        (POOL_LEG.replace('"platform"', '"brand"') + "[pool]\n", "share_leg_pool"),
        (POOL_LEG.replace("pool:cocreation", "platform:fees") + "[pool]\n", "share_leg_pool"),
        (POOL_LEG + "[pool]\ncap_bp = 0\n", "out_of_range"),
        (POOL_LEG + "[pool]\nsurprise = 1\n", "share_rules_unreadable"),
    ],
)
def test_half_a_pool_is_refused(more, code):
    with pytest.raises(Invalid, match=code):
        parse(FIRST + more)
