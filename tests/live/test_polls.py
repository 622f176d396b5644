from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.runner import run_due_now
from livefair.live import assort, current_pin, end_show, open_room, plan_show, start_show
from livefair.live.events import PollClosed, PollVoted
from livefair.live.polls import (
    Asking,
    Choice,
    choose,
    close_poll,
    latest_poll,
    open_poll,
    options_of,
    polls_of,
    right_voters,
    vote_of,
)
from livefair.live.room_events_of_play import polling
from livefair.people import block
from tests.stall import set_up

RED, BLUE = Choice("Red"), Choice("Blue")
COLOURS = Asking("Which colour?", (RED, BLUE))
QUIZ = Asking("What is it made of?", (Choice("Silk"), Choice("Wool"), Choice("Cotton")), "quiz", False, right=2)


def votes(db, poll):
    return [option.votes for option in db.read_now(options_of, [poll.id])]


def test_everybody_votes_once_and_may_change_it(db, join, stage, facts):
    poll, zoe, yan = db.write_now(open_poll, stage.host, stage.room_id, COLOURS), join("zoe"), join("yan")
    for actor, option in ((zoe, 1), (zoe, 1), (yan, 1), (zoe, 2)):
        db.write_now(choose, actor, poll.id, option=option)
    assert votes(db, poll) == [1, 1]
    assert db.read_now(latest_poll, stage.show_id).voters == 2
    assert db.read_now(vote_of, zoe, poll.id) == 2
    assert [fact.option for fact in facts if isinstance(fact, PollVoted)] == [1, 1, 2]


def test_a_final_vote_stands(db, join, stage):
    poll, zoe = db.write_now(open_poll, stage.host, stage.room_id, QUIZ), join("zoe")
    db.write_now(choose, zoe, poll.id, option=1)
    db.write_now(choose, zoe, poll.id, option=1)
    with pytest.raises(Conflict, match="vote_is_final"):
        db.write_now(choose, zoe, poll.id, option=2)
    assert votes(db, poll) == [1, 0, 0]


def test_votes_at_once_are_counted_exactly(db, join, stage):
    poll = db.write_now(open_poll, stage.host, stage.room_id, COLOURS)
    people = [join(f"viewer{number}") for number in range(10)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: db.write_now(choose, people[n % 10], poll.id, option=n % 3 % 2 + 1), range(60)))
    assert sum(votes(db, poll)) == db.read_now(latest_poll, stage.show_id).voters == 10
    chosen = [db.read_now(vote_of, actor, poll.id) for actor in people]
    assert votes(db, poll) == [chosen.count(1), chosen.count(2)]


def test_a_poll_closes_by_its_time(db, clock, join, stage, facts):
    poll, zoe = db.write_now(open_poll, stage.host, stage.room_id, COLOURS), join("zoe")
    clock.advance(59_999)
    db.write_now(choose, zoe, poll.id, option=2)
    clock.advance(1)
    with pytest.raises(Conflict, match="poll_over"):
        db.write_now(choose, zoe, poll.id, option=1)
    run_due_now(db)
    assert [(fact.voters, fact.leader) for fact in facts if isinstance(fact, PollClosed)] == [(1, 2)]


def test_a_poll_without_a_time_closes_by_tap_or_with_its_show(db, join, stage, facts):
    for ending in (
        lambda poll: db.write_now(close_poll, stage.host, poll.id),
        lambda poll: db.write_now(end_show, stage.host, stage.show_id),
    ):
        poll = db.write_now(open_poll, stage.host, stage.room_id, COLOURS._replace(lasts_ms=None))
        with pytest.raises(NotAllowed, match="not_your_room"):
            db.write_now(close_poll, join(f"otto{poll.id[-4:]}", "host"), poll.id)
        ending(poll)
        run_due_now(db)
        assert db.read_now(latest_poll, stage.show_id).closed_at_ms == db.clock()
    assert [fact.leader for fact in facts if isinstance(fact, PollClosed)] == [None, None]
    assert len(db.read_now(polls_of, stage.show_id)) == 2


def test_a_quiz_tells_what_was_right_only_when_it_is_closed(db, clock, join, stage):
    poll = db.write_now(open_poll, stage.host, stage.room_id, QUIZ)
    for name, option in (("zoe", 2), ("yan", 1), ("theo", 2)):
        clock.advance(1_000)
        db.write_now(choose, join(name), poll.id, option=option)
    shown = db.read_now(lambda tx: polling(tx, latest_poll(tx, stage.show_id)))
    assert (shown.right, shown.were_right) == (None, None)
    db.write_now(close_poll, stage.host, poll.id)
    shown = db.read_now(lambda tx: polling(tx, latest_poll(tx, stage.show_id)))
    assert (shown.right, shown.were_right) == (2, ["z**", "t**"])
    assert len(db.read_now(lambda tx: right_voters(tx, latest_poll(tx, stage.show_id), most=1))) == 1


def test_the_room_decides_between_products_of_the_assortment(db, stage):
    for product_id in ("product-lipstick", "product-scarf"):
        db.write_now(assort, stage.host, stage.show_id, product_id)
    both = (Choice("Lipstick", "product-lipstick"), Choice("Scarf", "product-scarf"))
    with pytest.raises(Invalid, match="not_in_assortment"):
        db.write_now(
            open_poll, stage.host, stage.room_id, Asking("Next?", (*both, Choice("Moon", "product-moon")), "next_item")
        )
    poll = db.write_now(open_poll, stage.host, stage.room_id, Asking("Next?", both, "next_item"))
    assert [option.product_id for option in db.read_now(options_of, [poll.id])] == [
        choice.product_id for choice in both
    ]


def test_who_may_not_vote_is_told_why(db, join, stage):
    poll, blocked = db.write_now(open_poll, stage.host, stage.room_id, COLOURS), join("bo")
    db.write_now(block, stage.host, blocked.id)
    for actor, kind, code in (
        (GUEST, NotAllowed, "sign_in_first"),
        (stage.host, NotAllowed, "host_cannot_vote"),
        (blocked, NotFound, "not_found"),
    ):
        with pytest.raises(kind, match=code):
            db.write_now(choose, actor, poll.id, option=1)
    zoe = join("zoe")
    for option in (0, 3, -1):
        with pytest.raises(Invalid):
            db.write_now(choose, zoe, poll.id, option=option)
    with pytest.raises(NotFound):
        db.write_now(choose, zoe, "no-such-poll", option=1)


@pytest.mark.parametrize(
    "asking",
    [
        Asking("", (RED, BLUE)),
        Asking("x" * 81, (RED, BLUE)),
        Asking("One?", (RED,)),
        Asking("Seven?", tuple(Choice(str(n)) for n in range(7))),
        Asking("Same?", (RED, RED)),
        Asking("Long?", (RED, Choice("x" * 41))),
        Asking("Moon?", (RED, BLUE), "riddle"),
        Asking("Right?", (RED, BLUE), "quiz"),
        Asking("Right?", (RED, BLUE), "quiz", right=3),
        Asking("Right?", (RED, BLUE), "poll", right=1),
        Asking("Short?", (RED, BLUE), lasts_ms=9_999),
    ],
)
def test_what_cannot_be_asked_is_refused(db, stage, asking):
    with pytest.raises(Invalid):
        db.write_now(open_poll, stage.host, stage.room_id, asking)


def test_only_who_runs_the_room_asks_one_thing_at_a_time(db, join, stage):
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(open_poll, join("otto", "host"), stage.room_id, COLOURS)
    db.write_now(open_poll, stage.host, stage.room_id, COLOURS)
    with pytest.raises(Conflict, match="poll_open"):
        db.write_now(open_poll, stage.host, stage.room_id, COLOURS)


def test_what_wins_a_vote_for_the_next_product_is_shown_by_itself_if_that_was_said(db, clock, join):
    stall = set_up(db, join)
    other = set_up(db, join, name="other")
    host = join("hana", "host")
    room_id = db.write_now(open_room, host, title="Corner")
    show_id = db.write_now(plan_show, host, room_id, title="Tonight")
    both = (Choice("Mug", stall.product_id), Choice("Plate", other.product_id))
    for choice in both:
        db.write_now(assort, host, show_id, choice.product_id)
    db.write_now(start_show, host, show_id)
    zoe = join("zoe")
    for pins_winner, shown in ((False, None), (True, other.product_id)):
        asking = Asking("Next?", both, "next_item", pins_winner=pins_winner)
        poll = db.write_now(open_poll, host, room_id, asking)
        db.write_now(choose, zoe, poll.id, option=2)
        clock.advance(61_000)
        run_due_now(db)
        pinned = db.read_now(current_pin, show_id)
        assert (pinned.product_id if pinned else None) == shown
    with pytest.raises(Invalid, match="bad_value"):
        db.write_now(open_poll, host, room_id, Asking("Which?", (Choice("a"), Choice("b")), pins_winner=True))
