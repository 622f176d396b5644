"""People who agree to be asked, and what happened to them before."""

from livefair.kernel import DAY_MS, HOUR_MS, MINUTE_MS, SYSTEM, Actor
from livefair.live.journal import Batch, journal
from livefair.live.stays import Arrival, Departure
from livefair.people import sign_up
from livefair.people.consents import give_consent
from livefair.shop.events import OrderDelivered
from livefair.value.surveys import Design, answer_question, my_question, open_survey
from livefair.value.surveys.asking import invite
from livefair.value.surveys.designing import survey_called
from tests.value.indicators.log import made

ITEMS = ["tr1", "tr2", "tr4", "vr1", "cf2", "ce1"]
EVERYBODY = 10_000


def design(**changed):
    return Design(**{"panel": "customer", "items": ITEMS, "at_once": 2, "chance_bp": EVERYBODY, "days": 28, **changed})


def agreeing(tx, actor, number):
    person = sign_up(tx, actor, email=f"s{number}@example.org", name=f"S {number}", password_hash="none", locale="en")
    give_consent(tx, Actor(person), "surveys")
    return person


def receive(tx, actor, people):
    for person in people:
        order = made(OrderDelivered, order_id=tx.new_id(), buyer_id=person, line_ids=[], returnable_until_ms=0)
        tx.announce(order)


def crowd(db, count):
    """Ids of people who agreed, and whose goods came four days ago."""
    people = [db.write_now(agreeing, SYSTEM, number) for number in range(count)]
    db.write_now(receive, SYSTEM, people)
    db.clock.advance(4 * DAY_MS)
    return people


def asked(db, scholar, **changed):
    survey_id = db.write_now(open_survey, scholar, design(**changed))
    return db.read_now(survey_called, survey_id)


def draw(db, survey):
    return db.write_now(invite, SYSTEM, survey)


def question_of(db, person):
    return db.read_now(my_question, Actor(person))


def say(db, person, value=lambda item: 5, locale="zh"):
    question = question_of(db, person)
    values = {item.id: value(item) for item in question.items}
    db.write_now(answer_question, Actor(person), question.id, values, locale=locale)
    return question


def visit(tx, actor, room_id, left):
    """Person → so many minutes ago they left, None: not yet."""
    begun = tx.now_ms - 2 * HOUR_MS
    stays = {person: tx.new_id() for person in left}
    came = [Arrival(stay, room_id, None, person, "feed", None, begun) for person, stay in stays.items()]
    gone = [Departure(stays[one], tx.now_ms - ago * MINUTE_MS) for one, ago in left.items() if ago is not None]
    journal(tx, actor, Batch(tx.new_id(), arrivals=tuple(came), departures=tuple(gone)))
