"""A month of a busy place, planted in facts and journals: enough consenting people for every item of the model."""

from random import Random

from livefair import live
from livefair.community.events import ReviewPublished
from livefair.content import ViewLine, journal_views
from livefair.content.events import CommentWritten, VideoLiked, VideoShared
from livefair.kernel import DAY_MS, GUEST, MINUTE_MS, SYSTEM, Actor
from livefair.live.chat import Line
from livefair.live.events import QuestionAnswered, QuestionAsked, QuestionVoted
from livefair.live.journal import Batch, journal
from livefair.live.stays import Arrival, Departure
from livefair.people import PersonCard, sign_up
from livefair.people.consents import give_consent
from livefair.people.events import PersonFollowed
from livefair.shop.events import OrderDelivered, OrderPaid, OrderRefunded, PaidLine, RefundedLine
from livefair.value.events import SharesReleased
from tests.content.studio import published
from tests.value.indicators.log import made

STEPS = 6
ROOMS = 4


def consenting(tx, actor, number):
    person_id = sign_up(
        tx, actor, email=f"p{number}@example.org", name=f"P {number}", password_hash="none", locale="en"
    )
    give_consent(tx, Actor(person_id), "research")
    return person_id


def month(db, join, count=260, seed=7):
    """Ids of the people; the clock stands at the end of the month. Who is keener watches, asks and buys more."""
    hosts = [join(f"host{number}", "host") for number in range(ROOMS)]
    shows = [_on_air(db, host) for host in hosts]
    films = [published(db, join(f"author{number}", "host"), f"f{number}") for number in range(3)]
    people = [db.write_now(consenting, GUEST, number) for number in range(count)]
    rng = Random(seed)
    keen = {person: rng.gauss(0, 1) for person in people}
    for step in range(STEPS):
        db.clock.advance(4 * DAY_MS)
        for person in people:
            db.write_now(a_day, SYSTEM, person, Day(rng, step, keen[person], hosts, shows, films))
    db.clock.advance(3 * DAY_MS)
    return people


def _on_air(db, host):
    room_id = db.write_now(live.open_room, host, title="Room")
    show_id = db.write_now(live.plan_show, host, room_id, title="Show")
    db.write_now(live.start_show, host, show_id)
    return room_id, show_id


class Day:
    def __init__(self, rng, step, keen, hosts, shows, films):
        self.rng, self.step, self.keen, self.hosts, self.shows, self.films = rng, step, keen, hosts, shows, films

    def does(self, often):
        return self.rng.random() < often * (1.5 if self.keen > 0 else 0.7)


def a_day(tx, actor, person, day):
    """Everybody comes to a room, sees a film and buys on the first day; after that as they like."""
    rng = day.rng
    is_first = day.step == 0
    room_id, show_id = day.shows[place := rng.randrange(ROOMS)]
    begun = tx.now_ms - 60 * MINUTE_MS
    if is_first or day.does(0.5):
        stay_id = tx.new_id()
        source = rng.choice(("feed", "direct", "share", "profile"))
        ended = begun + round(MINUTE_MS * (5 + 20 * rng.random() + 8 * max(0, day.keen)))
        said = (Line(tx.new_id(), room_id, show_id, PersonCard(person, "P", None), "hm", None, begun, False),)
        batch = Batch(
            tx.new_id(),
            lines=said if day.does(0.4) else (),
            arrivals=(Arrival(stay_id, room_id, show_id, person, source, None, begun),),
            departures=(Departure(stay_id, ended),),
        )
        journal(tx, SYSTEM, batch)
    film = rng.choice(day.films)
    seen = ViewLine(film, person, "", begun, rng.randint(1_000, 30_000), int(day.does(0.4)))
    journal_views(tx, SYSTEM, [seen])
    for often, fact in _acts(tx, person, day, room_id, film):
        if day.does(often):
            tx.announce(fact)
    if day.does(0.3):
        _question(tx, person, day, room_id, place)
    if is_first or day.does(0.25):
        _order(tx, person, day, room_id)


def _acts(tx, person, day, room_id, film):
    return [
        (0.2, made(QuestionVoted, question_id=tx.new_id(), voter_id=person)),
        (0.2, made(CommentWritten, author_id=person, video_author_id="x", reply_to_author_id="y")),
        (0.3, made(VideoLiked, video_id=film, person_id=person)),
        (0.1, made(VideoShared, video_id=film, person_id=person)),
        (0.2, made(PersonFollowed, follower_id=person, followed_id=day.hosts[0].id)),
        (0.15, made(ReviewPublished, author_id=person, photos=1)),
    ]


def _question(tx, person, day, room_id, place):
    question = tx.new_id()
    tx.announce(made(QuestionAsked, room_id=room_id, question_id=question, asker_id=person))
    waited = day.rng.choice((10_000, 60_000, 200_000)) * (place + 1) // 2
    if day.rng.random() < 0.9 - place / 10:
        host = day.hosts[place].id
        answer = made(QuestionAnswered, room_id=room_id, question_id=question, asker_id=person, answered_by=host)
        tx.announce(type(answer)(**{**_fields(answer), "waited_ms": waited}))


def _fields(fact):
    return {name: getattr(fact, name) for name in fact.__struct_fields__}


def _order(tx, person, day, room_id):
    order, line = tx.new_id(), tx.new_id()
    paid = made(PaidLine, line_id=line, amount_minor=day.rng.randrange(1_000, 9_000), room_id=room_id, quantity=1)
    whose = {"order_id": order, "buyer_id": person}
    tx.announce(made(OrderPaid, **whose, currency="CNY", lines=[paid]))
    until = tx.now_ms + DAY_MS // 2
    tx.announce(made(OrderDelivered, **whose, line_ids=[line], returnable_until_ms=until))
    if day.does(0.15):
        back = RefundedLine(line_id=line, amount_minor=paid.amount_minor)
        tx.announce(made(OrderRefunded, **whose, currency="CNY", lines=[back]))
    else:
        tx.announce(made(SharesReleased, line_id=line, order_id=order, currency="CNY"))
