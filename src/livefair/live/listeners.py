"""What live does about the facts of lower domains: what moderators remove comes down, what they restore comes back."""

from contextlib import suppress

from livefair.catalog.events import ProductHidden
from livefair.catalog.events_of_permits import GoodsHeldBack
from livefair.governance import AppealDecided, CaseDecided
from livefair.governance.events import ReportFiled
from livefair.kernel import SYSTEM, Actor, Refusal, WriteTx, listens_to
from livefair.live.auctioning import bar_who_came_on
from livefair.live.chat import hide_line, line_called, restore_line
from livefair.live.cohosting import end_seats_of_person, end_seats_of_show
from livefair.live.coverage import cover_by_script
from livefair.live.events import (
    BlockBegan,
    BlockEnded,
    PollClosed,
    QuestionAnswered,
    QuestionAsked,
    ShowEnded,
    ShowStarted,
    ViewerMuted,
)
from livefair.live.events_of_gifts import GiftRefunded, GiftSent
from livefair.live.events_of_seats import SeatTaken
from livefair.live.events_of_tasks import TaskReached
from livefair.live.flash_selling import end_sale_of_room, start_sale
from livefair.live.helping import hide_help, restore_help
from livefair.live.muting import lift, mute_called
from livefair.live.on_air import show_for, show_of_host_at, show_on_air
from livefair.live.pins import pin, shows_with_held, shows_with_pinned, take_down
from livefair.live.polls import close_poll_of, poll_called, product_that_won
from livefair.live.queries import room_on_air_of
from livefair.live.questions import hide_question, question_called, restore_question
from livefair.live.replays import hide_replay, restore_replay
from livefair.live.rooms import room_called
from livefair.live.run_of_show import begin_run, block_called, end_run
from livefair.live.sales import count_refund, count_sale, note_settling
from livefair.live.seats import open_seats_of
from livefair.live.showing import goods_now
from livefair.live.shows import end_show
from livefair.live.tallies import Tallies, tally
from livefair.live.tasks import close_task_of, task_called
from livefair.live.truths import became_true_at
from livefair.live.violations import check_claims, note_decision
from livefair.people.events import PersonFollowed, PersonRemoved
from livefair.shop.events import OrderDelivered, OrderPaid, OrderRefunded


@listens_to(CaseDecided)
def take_down_what_was_removed(tx: WriteTx, fact: CaseDecided) -> None:
    if fact.outcome != "remove":
        return
    if fact.subject_kind == "chat_line":
        hide_line(tx, SYSTEM, fact.subject_id)
    elif fact.subject_kind == "question":
        hide_question(tx, SYSTEM, fact.subject_id)
    elif fact.subject_kind == "help":
        hide_help(tx, SYSTEM, fact.subject_id)
    elif fact.subject_kind == "mute":
        lift(tx, SYSTEM, mute_called(tx, fact.subject_id))
    elif fact.subject_kind == "show":
        _take_show_down(tx, fact.subject_id)
    elif fact.subject_kind == "room" and (show := show_on_air(tx, fact.subject_id)) is not None:
        end_show(tx, SYSTEM, show.id)


@listens_to(AppealDecided)
def put_back_what_was_restored(tx: WriteTx, fact: AppealDecided) -> None:
    if fact.outcome != "overturned" or fact.first_outcome != "remove":
        return
    if fact.subject_kind == "chat_line" and line_called(tx, fact.subject_id).hidden_at_ms is not None:
        restore_line(tx, SYSTEM, fact.subject_id)
    elif fact.subject_kind == "question" and question_called(tx, fact.subject_id).hidden_at_ms is not None:
        restore_question(tx, SYSTEM, fact.subject_id)
    elif fact.subject_kind == "help":
        restore_help(tx, SYSTEM, fact.subject_id)
    elif fact.subject_kind == "show":
        restore_replay(tx, SYSTEM, fact.subject_id)


@listens_to(ProductHidden)
def unpin_what_was_removed(tx: WriteTx, fact: ProductHidden) -> None:
    for show_id in shows_with_pinned(tx, fact.product_id):
        take_down(tx, SYSTEM, show_for(tx, SYSTEM, show_id)[0])


@listens_to(GoodsHeldBack)
def unpin_what_lacks_its_permit(tx: WriteTx, fact: GoodsHeldBack) -> None:
    for show_id in shows_with_held(tx, fact.brand_id, fact.category):
        take_down(tx, SYSTEM, show_for(tx, SYSTEM, show_id)[0])


@listens_to(PersonRemoved)
def take_whoever_was_removed_off_the_air(tx: WriteTx, fact: PersonRemoved) -> None:
    room_id = room_on_air_of(tx, fact.person_id)
    show = show_on_air(tx, room_id) if room_id else None
    if show is not None:
        end_show(tx, SYSTEM, show.id)


@listens_to(PersonRemoved)
def take_their_seats_away(tx: WriteTx, fact: PersonRemoved) -> None:
    end_seats_of_person(tx, open_seats_of(tx, fact.person_id))


@listens_to(ViewerMuted)
def take_the_seat_of_who_may_not_speak(tx: WriteTx, fact: ViewerMuted) -> None:
    end_seats_of_person(tx, [seat for seat in open_seats_of(tx, fact.person_id) if seat.room_id == fact.room_id])


@listens_to(SeatTaken)
def keep_a_guest_from_bidding(tx: WriteTx, fact: SeatTaken) -> None:
    bar_who_came_on(tx, SYSTEM, fact.room_id, fact.guest_id)


@listens_to(ShowEnded)
def end_the_seats(tx: WriteTx, fact: ShowEnded) -> None:
    show, _ = show_for(tx, SYSTEM, fact.show_id)
    end_seats_of_show(tx, show.id, at_ms=show.ended_at_ms or tx.now_ms)


@listens_to(ShowStarted)
def begin_by_the_clock(tx: WriteTx, fact: ShowStarted) -> None:
    begin_run(tx, fact.show_id)


@listens_to(ShowEnded)
def end_the_block(tx: WriteTx, fact: ShowEnded) -> None:
    end_run(tx, show_for(tx, SYSTEM, fact.show_id)[0])


@listens_to(ShowStarted)
def check_the_title(tx: WriteTx, fact: ShowStarted) -> None:
    show, _ = show_for(tx, SYSTEM, fact.show_id)
    check_claims(tx, show, place="title", subject=show.id, text=show.title)


@listens_to(BlockBegan)
def check_the_script(tx: WriteTx, fact: BlockBegan) -> None:
    show, _ = show_for(tx, SYSTEM, fact.show_id)
    block = block_called(tx, fact.block_id)
    check_claims(tx, show, place="script", subject=block.id, text=f"{block.title}\n{block.script}")


@listens_to(QuestionAnswered)
def check_the_answer(tx: WriteTx, fact: QuestionAnswered) -> None:
    show, _ = show_for(tx, SYSTEM, fact.show_id)
    answer = question_called(tx, fact.question_id).answer or ""
    check_claims(tx, show, place="answer", subject=fact.question_id, text=answer)


@listens_to(CaseDecided)
def tell_the_host_on_air(tx: WriteTx, fact: CaseDecided) -> None:
    """Of what is the host's own, while their show goes on."""
    room_id = room_on_air_of(tx, fact.author_id) if fact.author_id and fact.outcome != "keep" else None
    show = show_on_air(tx, room_id) if room_id else None
    if show is not None:
        note_decision(tx, show, fact)


@listens_to(BlockEnded)
def note_what_the_script_said(tx: WriteTx, fact: BlockEnded) -> None:
    cover_by_script(tx, fact)


@listens_to(OrderPaid)
def count_what_was_sold(tx: WriteTx, fact: OrderPaid) -> None:
    for line in fact.lines:
        if line.room_id is not None:
            count_sale(tx, SYSTEM, fact, line)


@listens_to(ShowEnded)
def stop_asking(tx: WriteTx, fact: ShowEnded) -> None:
    close_poll_of(tx, SYSTEM, fact.show_id)
    close_task_of(tx, fact.show_id)
    end_sale_of_room(tx, fact.room_id)


@listens_to(TaskReached)
def keep_the_promise(tx: WriteTx, fact: TaskReached) -> None:
    """What was to be shown is pinned, what was to be unlocked begins."""
    sale_id = task_called(tx, fact.task_id).sale_id
    if sale_id is not None:
        host = Actor(room_called(tx, fact.room_id).host_id, frozenset({"host"}))
        with suppress(Refusal):  # taken back, or another one runs: the host does by hand what they can
            start_sale(tx, host, fact.room_id, sale_id)
    if fact.product_id is not None:
        _show(tx, fact.room_id, fact.product_id)


@listens_to(PollClosed)
def show_what_won(tx: WriteTx, fact: PollClosed) -> None:
    product_id = product_that_won(tx, poll_called(tx, fact.poll_id), fact.leader)
    show = show_on_air(tx, fact.room_id)
    if product_id is not None and show is not None and show.id == fact.show_id:
        _show(tx, fact.room_id, product_id)


def _show(tx: WriteTx, room_id: str, product_id: str) -> None:
    """For the host; where it is not possible any more, they do by hand what they can."""
    host = Actor(room_called(tx, room_id).host_id, frozenset({"host"}))
    try:
        pin(tx, host, room_id, goods_now(tx, host, product_id))
    except Refusal:
        return


def _take_show_down(tx: WriteTx, show_id: str) -> None:
    show, _ = show_for(tx, SYSTEM, show_id)
    if show.started_at_ms is not None:
        end_show(tx, SYSTEM, show_id)
        hide_replay(tx, SYSTEM, show_id)


@listens_to(OrderRefunded)
def count_what_went_back(tx: WriteTx, fact: OrderRefunded) -> None:
    for line in fact.lines:
        count_refund(tx, SYSTEM, line.line_id)


@listens_to(OrderDelivered)
def note_when_sales_settle(tx: WriteTx, fact: OrderDelivered) -> None:
    note_settling(tx, SYSTEM, fact.line_ids, at_ms=fact.returnable_until_ms)


@listens_to(PersonFollowed)
def count_new_followers(tx: WriteTx, fact: PersonFollowed) -> None:
    at_ms = became_true_at(tx, fact)
    show_id = show_of_host_at(tx, fact.followed_id, at_ms)
    if show_id is not None:
        tally(tx, show_id, "follows", 1, at_ms=at_ms)


@listens_to(QuestionAsked)
def count_questions(tx: WriteTx, fact: QuestionAsked) -> None:
    tally(tx, fact.show_id, "questions", 1, at_ms=became_true_at(tx, fact))


@listens_to(QuestionAnswered)
def count_answers(tx: WriteTx, fact: QuestionAnswered) -> None:
    tally(tx, fact.show_id, "answers", 1, at_ms=became_true_at(tx, fact))


@listens_to(ReportFiled)
def count_reports(tx: WriteTx, fact: ReportFiled) -> None:
    """Complaints about the show or its room, while it is on air."""
    show = show_on_air(tx, fact.subject_id) if fact.subject_kind == "room" else None
    show_id = show.id if show else fact.subject_id if fact.subject_kind == "show" else None
    if show_id is not None:
        tally(tx, show_id, "reports", 1, at_ms=became_true_at(tx, fact))


@listens_to(GiftSent)
def count_gifts(tx: WriteTx, fact: GiftSent) -> None:
    at_ms, tallies = became_true_at(tx, fact), Tallies(tx)
    tallies.add(fact.show_id, "gifts", fact.quantity, at_ms=at_ms)
    tallies.add(fact.show_id, "gift_minor", fact.amount_minor, at_ms=at_ms)
    tallies.add(fact.show_id, "givers", int(fact.is_first), at_ms=at_ms)
    tallies.write()


@listens_to(GiftRefunded)
def count_gifts_back(tx: WriteTx, fact: GiftRefunded) -> None:
    tally(tx, fact.show_id, "gift_back_minor", fact.amount_minor, at_ms=became_true_at(tx, fact))
