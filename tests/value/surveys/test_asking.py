"""Who is asked, when, and how often."""

from livefair.kernel import DAY_MS, SYSTEM, Actor
from livefair.live import open_room
from livefair.people import actor_of, give_role
from livefair.people.consents import give_consent, withdraw_consent
from livefair.people.suspensions import suspend
from livefair.value.rules.surveys import PERIOD_MS
from livefair.value.surveys.asking import draw_people, occasions_of
from livefair.value.surveys.designing import survey_called
from tests.value.surveys.people import agreeing, asked, crowd, draw, question_of, visit


def test_only_who_agreed_and_got_goods_is_asked_and_at_most_once_a_week(db, clock, join):
    people = crowd(db, 3)
    survey = asked(db, join("scholar", "researcher"))
    outsider = join("outsider")
    assert draw(db, survey) == 3
    assert question_of(db, outsider.id) is None
    clock.advance(DAY_MS)
    assert draw(db, survey) == 0
    assert len(question_of(db, people[0]).items) == 2
    clock.advance(PERIOD_MS)
    # Their goods came too long ago by now.
    assert draw(db, survey) == 0


def test_another_survey_of_another_panel_does_not_ask_them_in_the_same_week(db, join):
    people = crowd(db, 2)
    scholar = join("scholar", "researcher")
    draw(db, asked(db, scholar))
    host = db.write_now(_hosting, SYSTEM, people[0])
    work = asked(db, scholar, panel="host", items=["ap1", "ap2"])
    assert host in db.read_now(occasions_of, "host")
    assert draw(db, work) == 0


def _hosting(tx, actor, person):
    give_role(tx, actor, person, "host")
    return person


def test_who_withdraws_is_asked_no_more(db, join):
    people = crowd(db, 2)
    draw(db, asked(db, join("scholar", "researcher")))
    db.write_now(withdraw_consent, Actor(people[0]), "surveys")
    assert question_of(db, people[0]) is None
    assert question_of(db, people[1]) is not None


def test_a_survey_whose_time_is_over_ends_by_itself(db, clock, join):
    crowd(db, 1)
    survey = asked(db, join("scholar", "researcher"), days=1)
    clock.advance(2 * DAY_MS)
    db.write_now(draw_people, SYSTEM)
    assert db.read_now(survey_called, survey.id).closed_at_ms is not None


def test_who_left_a_show_may_be_asked_and_who_is_in_it_is_not(db, join, monkeypatch):
    monkeypatch.setattr("livefair.value.indicators.window.FACTS_MAX", 0)  # whose room it is stands in no log that ends
    host, gone, here, brief = (join(name) for name in ("host", "gone", "here", "brief"))
    for person in (host, gone, here, brief):
        db.write_now(give_consent, person, "surveys")
    db.write_now(give_role, SYSTEM, host.id, "host")
    room_id = db.write_now(open_room, db.read_now(actor_of, host.id), title="Room")
    db.write_now(visit, SYSTEM, room_id, {host.id: 60, gone.id: 60, here.id: None, brief.id: 1})
    assert db.read_now(occasions_of, "customer") == {gone.id: "show"}


def test_staff_and_who_is_suspended_is_asked_nothing_and_no_host_stands_too_far_down_a_list(db, join):
    worker = join("worker", "host", "operator")
    gone = join("gone", "host")
    for person in (worker, gone):
        db.write_now(give_consent, person, "surveys")
    db.write_now(suspend, worker, gone.id)
    hosts = db.write_now(_many_hosts, SYSTEM, 501)
    assert db.read_now(occasions_of, "host") == dict.fromkeys(hosts, "work")


def _many_hosts(tx, actor, count):
    people = [agreeing(tx, actor, number) for number in range(count)]
    for person in people:
        give_role(tx, actor, person, "host")
    return people
