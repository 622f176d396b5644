from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair.catalog import Words, add_picture, add_sku, create_product
from livefair.kernel import SYSTEM, Conflict, Invalid, Money, NotAllowed
from livefair.kernel.clock import MINUTE_MS
from livefair.kernel.runner import run_due_now
from livefair.live import ask, assort, current_pin, end_show
from livefair.live.events_of_tasks import TaskMissed, TaskOpened, TaskReached
from livefair.live.helping import help_asker, hide_help, restore_help
from livefair.live.journal import Batch, Tap, journal
from livefair.live.polls import Asking, Choice, choose, open_poll
from livefair.live.questions import hide_question
from livefair.live.tasks import TaskDraft, close_task, count_of_task, latest_task, open_task, task_called
from livefair.people import actor_of, found_organisation
from livefair.supply import receive
from tests.announced import Announced

WORD = TaskDraft("likes", 10, "I sing a song", None, MINUTE_MS)


def tap(db, stage, number, times, who="guest:a"):
    db.write_now(journal, SYSTEM, Batch(f"b{number}", taps=(Tap(stage.show_id, who, "like", times),)))


def begin(db, stage, draft=WORD):
    return db.write_now(open_task, stage.host, stage.room_id, draft)


def counted(db, task):
    return db.read_now(lambda tx: count_of_task(tx, task_called(tx, task.id)))


def test_likes_are_counted_from_its_beginning_and_the_goal_is_reached_once(db, clock, stage):
    tap(db, stage, 1, 7)
    said = Announced(db)
    task = begin(db, stage)
    assert counted(db, task) == 0
    tap(db, stage, 2, 9)
    assert (counted(db, task), db.read_now(task_called, task.id).state) == (9, "open")
    tap(db, stage, 3, 4)
    tap(db, stage, 4, 50)
    assert (counted(db, task), db.read_now(task_called, task.id).state) == (13, "reached")
    opened, reached = [fact for fact in said if isinstance(fact, TaskOpened | TaskReached | TaskMissed)]
    assert (opened.goal, reached.count) == (10, 13)
    clock.advance(2 * MINUTE_MS)
    run_due_now(db)
    assert db.read_now(task_called, task.id).state == "reached"


def test_votes_and_answers_of_everybody_are_counted_each_once(db, join, stage):
    people = [join(name) for name in ("zoe", "yan", "uma")]
    poll = db.write_now(open_poll, stage.host, stage.room_id, Asking("Which?", (Choice("Red"), Choice("Blue"))))
    votes = begin(db, stage, WORD._replace(metric="votes", goal=3))
    db.write_now(choose, people[0], poll.id, option=1)
    db.write_now(choose, people[0], poll.id, option=2)
    db.write_now(choose, people[1], poll.id, option=2)
    assert counted(db, votes) == 2, "a vote that is changed is still one"
    db.write_now(choose, people[2], poll.id, option=2)
    assert db.read_now(task_called, votes.id).state == "reached"
    asked = db.write_now(ask, people[0], stage.room_id, text="Warm?")
    answers = begin(db, stage, WORD._replace(metric="answers", goal=1))
    db.write_now(help_asker, people[1], asked.id, text="Very")
    assert (counted(db, answers), db.read_now(task_called, answers.id).state) == (1, "reached")


def test_what_is_hidden_counts_no_more_and_what_was_reached_stays_reached(db, join, stage):
    people = [join(name) for name in ("zoe", "yan", "uma", "vic")]
    asked = [db.write_now(ask, people[0], stage.room_id, text=text) for text in ("Warm?", "Heavy?")]
    before = db.write_now(help_asker, people[3], asked[0].id, text="Warm enough")
    task = begin(db, stage, WORD._replace(metric="answers", goal=2))
    first = db.write_now(help_asker, people[1], asked[0].id, text="Buy at my shop")
    db.write_now(hide_help, stage.host, before.id)
    assert counted(db, task) == 1, "what was given before it began counts neither way"
    db.write_now(hide_help, stage.host, first.id)
    assert counted(db, task) == 0
    db.write_now(help_asker, people[2], asked[1].id, text="No")
    db.write_now(hide_question, stage.host, asked[1].id)
    assert (counted(db, task), db.read_now(task_called, task.id).state) == (0, "open")
    db.write_now(help_asker, people[2], asked[0].id, text="Yes")
    db.write_now(restore_help, SYSTEM, first.id)
    assert counted(db, task) == 2, "what moderators show again counts again"
    last = db.write_now(help_asker, join("wen"), asked[0].id, text="Very")
    assert (counted(db, task), db.read_now(task_called, task.id).state) == (3, "reached")
    db.write_now(hide_help, stage.host, last.id)
    assert (counted(db, task), db.read_now(task_called, task.id).state) == (3, "reached")


def test_of_many_at_once_nobody_is_missed_and_the_goal_is_reached_exactly_once(db, join, stage):
    people = [join(f"p{n}") for n in range(8)]
    poll = db.write_now(open_poll, stage.host, stage.room_id, Asking("Which?", (Choice("Red"), Choice("Blue"))))
    task = begin(db, stage, WORD._replace(metric="votes", goal=8))
    said = Announced(db)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda who: db.write_now(choose, who, poll.id, option=1), people))
    assert (counted(db, task), db.read_now(task_called, task.id).state) == (8, "reached")
    assert len([fact for fact in said if isinstance(fact, TaskReached)]) == 1


def test_a_goal_that_is_not_reached_in_time_says_how_many_it_were(db, clock, stage):
    said = Announced(db)
    task = begin(db, stage)
    tap(db, stage, 1, 9)
    clock.advance(MINUTE_MS)
    run_due_now(db)
    tap(db, stage, 2, 9)
    assert (counted(db, task), db.read_now(task_called, task.id).state) == (9, "missed")
    [missed] = [fact for fact in said if isinstance(fact, TaskMissed)]
    assert (missed.count, missed.goal) == (9, 10)


def test_a_show_that_ends_ends_its_task_and_the_host_may_end_it_too(db, join, stage):
    task = begin(db, stage)
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(close_task, join("zoe"), task.id)
    db.write_now(close_task, stage.host, task.id)
    db.write_now(close_task, stage.host, task.id)
    second = begin(db, stage)
    assert db.read_now(latest_task, stage.show_id).id in {task.id, second.id}
    db.write_now(end_show, stage.host, stage.show_id)
    run_due_now(db)
    assert [db.read_now(task_called, each.id).state for each in (task, second)] == ["missed", "missed"]


def test_what_was_promised_is_shown_when_the_goal_is_reached(db, join, stage):
    founder = join("brand")
    db.write_now(found_organisation, founder, kind="brand", name="House")
    brand = db.read_now(actor_of, founder.id)
    product_id = db.write_now(create_product, brand, Words("杯子", "Mug", category="kitchen"))
    sku_id = db.write_now(add_sku, brand, product_id, name_zh="蓝", name_en="Blue", price=Money(9_900))
    db.write_now(receive, brand, sku_id, quantity=5, key="first")
    db.write_now(add_picture, brand, product_id, "00/" + "0" * 64 + ".webp")
    draft = WORD._replace(product_id=product_id)
    with pytest.raises(Invalid, match="not_in_assortment"):
        begin(db, stage, draft)
    db.write_now(assort, stage.host, stage.show_id, product_id)
    begin(db, stage, draft)
    tap(db, stage, 1, 10)
    run_due_now(db)
    assert db.read_now(current_pin, stage.show_id).product_id == product_id


def test_one_at_a_time_and_only_what_can_be(db, join, stage):
    for draft, code in (
        (WORD._replace(metric="money"), "unknown_kind"),
        (WORD._replace(goal=0), "out_of_range"),
        (WORD._replace(goal=10**7), "out_of_range"),
        (WORD._replace(lasts_ms=1), "out_of_range"),
        (WORD._replace(promise=" "), "empty|too_short"),
    ):
        with pytest.raises(Invalid, match=code):
            begin(db, stage, draft)
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(open_task, join("zoe"), stage.room_id, WORD)
    begin(db, stage)
    with pytest.raises(Conflict, match="task_open"):
        begin(db, stage)
