from livefair.governance import publish_shipped_rules
from livefair.kernel import DAY_MS, SYSTEM
from livefair.kernel.clock import as_datetime
from livefair.value import publish_share_rules, publish_shipped_share_rules
from livefair.value.share_rulebook import share_rules_of, text_of
from livefair.web.role_views import LEGS, RIGHTS, my_role
from tests.value.pool.parties import OPERATOR
from tests.web.conftest import bearer


def with_reviewer(db, points, at_ms):
    """The next version: the same, but for the reviewer's part."""
    newest = db.read_now(share_rules_of, 1)
    legs = [
        type(leg)(**{name: getattr(leg, name) for name in leg.__struct_fields__} | {"basis_points": points})
        if leg.role == "reviewer"
        else leg
        for leg in newest.legs
    ]
    changed = type(newest)(2, as_datetime(at_ms), legs)
    db.write_now(publish_share_rules, OPERATOR, text_of(changed))


def share_of_a_reviewer(mine):
    [leg] = [leg for one in mine.roles for leg in one.legs if leg.role == "reviewer"]
    return leg.share, leg.next_share


def test_the_page_changes_when_a_version_takes_effect(db, clock, join):
    ann = join("ann")
    db.write_now(publish_shipped_share_rules, SYSTEM)
    db.write_now(publish_shipped_rules, SYSTEM)
    with_reviewer(db, 350, clock() // 1000 * 1000 + 2 * DAY_MS)
    before = db.read_now(my_role, ann, "en")
    assert share_of_a_reviewer(before) == (0.02, 0.035)
    assert (before.share.number, before.next_share.number) == (1, 2)
    clock.advance(3 * DAY_MS)
    after = db.read_now(my_role, ann, "en")
    assert share_of_a_reviewer(after) == (0.035, None)
    assert (after.share.number, after.next_share) == (2, None)
    assert after.rules


def test_before_anything_is_published_the_page_is_there(db, join):
    mine = db.read_now(my_role, join("ann"), "zh")
    assert (mine.share, mine.house, mine.rules) == (None, None, [])
    assert [one.role for one in mine.roles] == ["customer"]


async def test_each_role_reads_its_own_rights_and_duties_in_its_language(db, browse, join, signed_in):
    db.write_now(publish_shipped_share_rules, SYSTEM)
    hana = await signed_in("hana", "host")
    page = (await hana.get("/me/role")).text
    assert 'id="role-host"' in page
    assert 'id="role-brand"' not in page
    assert "appeal against decisions" in page
    found = (await browse().get("/api/me/role", headers=bearer(db, join("berta", "host")))).json()
    assert [one["role"] for one in found["roles"]] == ["customer", "host"]
    assert found["share"]["number"] == 1


def test_every_leg_belongs_to_a_role_that_there_is():
    assert LEGS.keys() <= RIGHTS.keys()
