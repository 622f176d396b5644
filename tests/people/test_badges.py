from livefair.kernel import SYSTEM
from livefair.people.badges import Badge, badges_among, badges_of, give_badge, level_with, rename_badges, take_badge
from livefair.people.events import BadgeGiven, BadgeTaken
from livefair.people.removals import hide_or_restore
from tests.announced import announced


def test_a_badge_of_one_host_is_shown_with_that_host_alone_and_one_of_the_fair_everywhere(db, join):
    ana, hana, ivo = join("ana"), join("hana", "host"), join("ivo", "host")
    fan, helper = Badge("fan", 3, "Circle", hana.id), Badge("helper", 1)
    for badge in (fan, helper):
        db.write_now(give_badge, SYSTEM, ana.id, badge)
    assert set(db.read_now(badges_among, [ana.id, ivo.id], about=hana.id)[ana.id]) == {fan, helper}
    assert db.read_now(badges_among, [ana.id], about=ivo.id) == {ana.id: [helper]}
    assert db.read_now(badges_among, [], about=hana.id) == {}
    assert [db.read_now(level_with, ana.id, host.id) for host in (hana, ivo)] == [3, 0]


def test_the_same_badge_again_is_nothing_and_another_level_takes_its_place(db, join):
    ana = join("ana")
    for level in (1, 1, 2):
        db.write_now(give_badge, SYSTEM, ana.id, Badge("reviewer", level))
    assert db.read_now(badges_of, ana.id) == [Badge("reviewer", 2)]
    assert [fact.level for fact in announced(db, BadgeGiven)] == [1, 2]
    for _ in range(2):
        db.write_now(take_badge, SYSTEM, ana.id, "reviewer")
    assert db.read_now(badges_of, ana.id) == []
    assert len(announced(db, BadgeTaken)) == 1


def test_a_circle_that_is_called_something_else_is_called_so_on_every_badge(db, join):
    ana, zoe, hana = join("ana"), join("zoe"), join("hana", "host")
    for who in (ana, zoe):
        db.write_now(give_badge, SYSTEM, who.id, Badge("fan", 1, "Old", hana.id))
    db.write_now(rename_badges, SYSTEM, "fan", about=hana.id, name="New")
    assert [db.read_now(badges_of, who.id)[0].name for who in (ana, zoe)] == ["New", "New"]


def test_the_circle_of_a_host_whom_moderators_have_removed_is_shown_nowhere(db, join):
    ana, hana = join("ana"), join("hana", "host")
    for badge in (Badge("fan", 3, "Circle", hana.id), Badge("helper", 1)):
        db.write_now(give_badge, SYSTEM, ana.id, badge)
    db.write_now(hide_or_restore, SYSTEM, hana.id, "case-1")
    assert db.read_now(badges_of, ana.id) == [Badge("helper", 1)]
