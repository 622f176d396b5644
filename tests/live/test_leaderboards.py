from livefair.kernel import SYSTEM, Actor
from livefair.kernel.runner import run_due_now
from livefair.live import ask
from livefair.live.gift_refunds import take_back
from livefair.live.gifts import Giving, send_gift
from livefair.live.helping import accept_help, help_asker, hide_help
from livefair.live.journal import Batch, Tap, journal
from livefair.live.leaderboards import leaderboard
from livefair.live.polls import Asking, Choice, choose, close_poll, open_poll
from livefair.people.consents import give_consent, withdraw_consent
from tests.purse import fill

QUIZ = Asking("Made of?", (Choice("Silk"), Choice("Wool")), "quiz", False, right=1)
COLOUR = Asking("Which?", (Choice("Red"), Choice("Blue")))


def board(db, stage, which):
    found = db.read_now(leaderboard, stage.host, stage.show_id)[which]
    return [(place.place, place.person.name, place.points) for place in found]


def crowd(db, join, *names) -> list[Actor]:
    people = [join(name) for name in names]
    for person in people:
        fill(db, person, 10_000)
        db.write_now(give_consent, person, "leaderboard")
    return people


def give(db, stage, person, code, quantity=1):
    return db.write_now(send_gift, person, stage.room_id, Giving(code, f"{code}{quantity}", quantity))


def test_who_gave_most_stands_first_and_what_went_back_does_not_count(db, join, stage):
    zoe, yan, uma = crowd(db, join, "zoe", "yan", "uma")
    give(db, stage, zoe, "rose", 3)
    give(db, stage, yan, "cake")
    back = give(db, stage, uma, "lantern")
    db.write_now(take_back, uma, back.id)
    run_due_now(db)
    assert board(db, stage, "gifts") == [(1, "yan", 1_000), (2, "zoe", 300)]


def test_only_those_are_named_who_have_said_yes_and_only_as_long_as_they_do(db, join, stage):
    zoe, yan = crowd(db, join, "zoe", "yan")
    give(db, stage, zoe, "rose")
    give(db, stage, yan, "cake")
    db.write_now(withdraw_consent, yan, "leaderboard")
    assert board(db, stage, "gifts") == [(1, "zoe", 100)]
    db.write_now(withdraw_consent, zoe, "leaderboard")
    assert board(db, stage, "gifts") == []


def test_likes_are_added_up_and_guests_are_not_people(db, join, stage):
    zoe, yan = crowd(db, join, "zoe", "yan")
    taps = [
        (zoe.id, "like", 3),
        (yan.id, "like", 9),
        (yan.id, "pulse:too_fast", 40),
        ("guest:abc", "like", 50),
    ]
    for number, (viewer, kind, times) in enumerate([*taps, (zoe.id, "like", 7)]):
        db.write_now(journal, SYSTEM, Batch(f"batch{number}", taps=(Tap(stage.show_id, viewer, kind, times),)))
    assert board(db, stage, "likes") == [(1, "zoe", 10), (2, "yan", 9)]


def test_the_first_five_in_a_poll_and_whoever_was_right_in_a_quiz_get_a_point(db, clock, join, stage):
    people = crowd(db, join, "ann", "ben", "cat", "dan", "eve", "fay")
    poll = db.write_now(open_poll, stage.host, stage.room_id, COLOUR)
    for person in people:
        clock.advance(1)
        db.write_now(choose, person, poll.id, option=1)
    db.write_now(close_poll, stage.host, poll.id)
    quiz = db.write_now(open_poll, stage.host, stage.room_id, QUIZ)
    for person, option in ((people[0], 2), (people[1], 1), (people[5], 1)):
        db.write_now(choose, person, quiz.id, option=option)
    assert {name for _, name, _ in board(db, stage, "quick")} == {"ann", "ben", "cat", "dan", "eve"}
    db.write_now(close_poll, stage.host, quiz.id)
    points = {name: points for _, name, points in board(db, stage, "quick")}
    assert points == {"ann": 1, "ben": 2, "cat": 1, "dan": 1, "eve": 1, "fay": 1}


def test_ten_places_are_shown(db, join, stage):
    for number, person in enumerate(crowd(db, join, *(f"p{n:02}" for n in range(12)))):
        give(db, stage, person, "rose", number + 1)
    found = board(db, stage, "gifts")
    assert [place for place, _, _ in found] == list(range(1, 11))
    assert found[0] == (1, "p11", 1_200)


def test_who_answered_others_is_counted_by_what_those_accepted(db, join, stage):
    zoe, yan, uma = crowd(db, join, "zoe", "yan", "uma")
    for text, helper in (("Warm?", zoe), ("Soft?", zoe), ("Long?", yan), ("Wide?", yan)):
        asked = db.write_now(ask, uma, stage.room_id, text=text)
        answer = db.write_now(help_asker, helper, asked.id, text="Yes")
        if text != "Wide?":
            db.write_now(accept_help, uma, answer.id)
    assert board(db, stage, "helpers") == [(1, "zoe", 2), (2, "yan", 1)]
    asked = db.write_now(ask, uma, stage.room_id, text="Light?")
    hidden = db.write_now(help_asker, yan, asked.id, text="Very")
    db.write_now(accept_help, uma, hidden.id)
    db.write_now(hide_help, yan, hidden.id)
    assert board(db, stage, "helpers") == [(1, "zoe", 2), (2, "yan", 1)], "what was taken back does not count"
