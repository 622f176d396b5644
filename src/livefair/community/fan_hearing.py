"""What fan clubs do about the facts of others: deeds are counted when they are done, and undone when they are taken
back. Badges of the whole fair follow what somebody has done everywhere.
"""

from typing import NamedTuple

from livefair.community import earned_badges
from livefair.community.events import IdeaAnswered, ReviewHidden, ReviewPublished, ReviewRemoved, ReviewRestored
from livefair.community.fan_clubs import club_of_host, leave_club
from livefair.community.fan_deeds import Deed, count_deed, redo_deed, undo_deed, wear_anew
from livefair.community.fan_members import members_among
from livefair.community.rules import fan_clubs as rules
from livefair.content.events import VideoShared
from livefair.governance.events import FanPolicySet
from livefair.governance.fan_policy import fan_policy
from livefair.kernel import DAY_MS, MINUTE_MS, SYSTEM, Actor, ReadTx, WriteTx, day_of, job, listens_to
from livefair.live.attendance import Attended, spoke_in, stays_in, who_came
from livefair.live.events import QuestionAnswered, QuestionHidden, QuestionRestored, ShowEnded
from livefair.live.events_of_talk import HelpAccepted, HelpHidden, HelpRestored
from livefair.live.helping import help_called, thanked_between
from livefair.live.on_air import show_for
from livefair.live.questions import question_called
from livefair.live.rooms import room_called
from livefair.live.truths import became_true_at
from livefair.people import actor_of, is_blocked
from livefair.people.events import PersonBlocked
from livefair.shop.events import OrderDelivered, OrderRefunded
from livefair.shop.queries import bought_line, origins_of

# The journal of who went when is written within seconds.
WAIT_MS = MINUTE_MS
PEOPLE_PER_RUN = 200


class _Thanked(NamedTuple):
    """What an accepted answer counts as; `still`: one of that asker and that day is shown."""

    about: str
    at_ms: int
    still: bool


@listens_to(ShowEnded)
def count_who_came(tx: WriteTx, fact: ShowEnded) -> None:
    tx.later(count_attendance, after_ms=WAIT_MS, key=f"fans:{fact.show_id}", show_id=fact.show_id)


@job
def count_attendance(tx: WriteTx, actor: Actor, *, show_id: str, after: str = "") -> None:
    """Whoever watched or spoke in a show that is over, a bounded number at once."""
    show, room = show_for(tx, SYSTEM, show_id)
    if show.started_at_ms is None:
        return
    began, ended = show.started_at_ms, show.ended_at_ms or tx.now_ms
    people = who_came(tx, show_id, after=after, most=PEOPLE_PER_RUN)
    fans = members_among(tx, room.host_id, people)
    minutes = fan_policy(tx).knobs.watch_minutes
    for person_id, stays in stays_in(tx, show_id, fans).items():
        units = rules.watch_units(_watched_ms(stays, began, ended), minutes=minutes)
        count_deed(tx, SYSTEM, room.host_id, Deed(person_id, "watch", show_id, ended, units))
    for person_id, at_ms in spoke_in(tx, show_id, fans).items():
        count_deed(tx, SYSTEM, room.host_id, Deed(person_id, "chat", f"day:{day_of(at_ms)}", ended))
    if len(people) == PEOPLE_PER_RUN:
        tx.later(count_attendance, key=f"fans:{show_id}:{people[-1]}", show_id=show_id, after=people[-1])


def _watched_ms(stays: list[Attended], began: int, ended: int) -> int:
    spans = [(stay.joined_at_ms, ended if stay.left_at_ms is None else stay.left_at_ms) for stay in stays]
    return rules.watched_ms(spans, from_ms=began, until_ms=ended)


@listens_to(QuestionAnswered)
def count_questions_answered(tx: WriteTx, fact: QuestionAnswered) -> None:
    """For who asked: good questions are what a show lives on."""
    if question_called(tx, fact.question_id).hidden_at_ms is not None:
        return
    deed = Deed(fact.asker_id, "question", fact.question_id, became_true_at(tx, fact))
    count_deed(tx, SYSTEM, room_called(tx, fact.room_id).host_id, deed)


@listens_to(QuestionHidden)
def uncount_question(tx: WriteTx, fact: QuestionHidden) -> None:
    undo_deed(tx, SYSTEM, "question", fact.question_id)


@listens_to(QuestionRestored)
def count_question_again(tx: WriteTx, fact: QuestionRestored) -> None:
    redo_deed(tx, SYSTEM, "question", fact.question_id)


@listens_to(HelpAccepted)
def count_help(tx: WriteTx, fact: HelpAccepted) -> None:
    """One asker thanks one helper once a day with effect: two friends do not lift each other."""
    thanked = _thanks_in(tx, fact.help_id)
    if thanked is not None and thanked.still:
        deed = Deed(fact.author_id, "help", thanked.about, thanked.at_ms)
        count_deed(tx, SYSTEM, room_called(tx, fact.room_id).host_id, deed)
    earned_badges.follow_help(tx, SYSTEM, fact.author_id)


@listens_to(HelpHidden)
def uncount_help(tx: WriteTx, fact: HelpHidden) -> None:
    """Unless the same asker thanked them for another answer on that day."""
    thanked = _thanks_in(tx, fact.help_id)
    if thanked is not None and not thanked.still:
        undo_deed(tx, SYSTEM, "help", thanked.about, by=fact.author_id)
    earned_badges.follow_help(tx, SYSTEM, fact.author_id)


@listens_to(HelpRestored)
def count_help_again(tx: WriteTx, fact: HelpRestored) -> None:
    thanked = _thanks_in(tx, fact.help_id)
    if thanked is not None and thanked.still:
        redo_deed(tx, SYSTEM, "help", thanked.about, by=fact.author_id)
    earned_badges.follow_help(tx, SYSTEM, fact.author_id)


def _thanks_in(tx: ReadTx, help_id: str) -> _Thanked | None:
    """None: its asker has not accepted it."""
    found = help_called(tx, help_id)
    if found.accepted_at_ms is None:
        return None
    asker_id, day = question_called(tx, found.question_id).asker_id, day_of(found.accepted_at_ms)
    still = thanked_between(tx, found.author_id, asker_id, from_ms=day * DAY_MS, until_ms=(day + 1) * DAY_MS)
    return _Thanked(f"{asker_id}:{day}", found.accepted_at_ms, still)


@listens_to(OrderDelivered)
def count_purchases(tx: WriteTx, fact: OrderDelivered) -> None:
    """What was bought with a host and has arrived; whoever works for the brand buys nothing that counts."""
    if actor_of(tx, fact.buyer_id).organisation_id == fact.brand_id:
        return
    at_ms = became_true_at(tx, fact)
    for line_id, origin in origins_of(tx, fact.line_ids).items():
        line = bought_line(tx, line_id)
        if origin.host_id is not None and line is not None and not line.refunded_minor:
            # One order counts once with one host, however it was put together.
            deed = Deed(fact.buyer_id, "purchase", fact.order_id, at_ms)
            count_deed(tx, SYSTEM, origin.host_id, deed)


@listens_to(OrderRefunded)
def uncount_refunds(tx: WriteTx, fact: OrderRefunded) -> None:
    """Of an order nothing is left to count as soon as a part of it went back; neither is a review of that part."""
    undo_deed(tx, SYSTEM, "purchase", fact.order_id)
    for line in fact.lines:
        if (review_id := earned_badges.review_of_line(tx, line.line_id)) is not None:
            undo_deed(tx, SYSTEM, "review", review_id)


@listens_to(ReviewPublished)
def count_reviews(tx: WriteTx, fact: ReviewPublished) -> None:
    """Of what was bought with a host and kept, unless it is gone already."""
    earned_badges.follow_reviews(tx, SYSTEM, fact.author_id)
    if fact.line_id is None or not earned_badges.is_kept_review(tx, fact.review_id):
        return
    origin, line = origins_of(tx, [fact.line_id])[fact.line_id], bought_line(tx, fact.line_id)
    if origin.host_id is not None and line is not None and not line.refunded_minor:
        deed = Deed(fact.author_id, "review", fact.review_id, became_true_at(tx, fact))
        count_deed(tx, SYSTEM, origin.host_id, deed)


@listens_to(ReviewRemoved)
def uncount_review(tx: WriteTx, fact: ReviewRemoved) -> None:
    undo_deed(tx, SYSTEM, "review", fact.review_id)
    earned_badges.follow_reviews(tx, SYSTEM, fact.author_id)


@listens_to(ReviewHidden)
def uncount_hidden_review(tx: WriteTx, fact: ReviewHidden) -> None:
    undo_deed(tx, SYSTEM, "review", fact.review_id)
    earned_badges.follow_reviews(tx, SYSTEM, fact.author_id)


@listens_to(ReviewRestored)
def count_review_again(tx: WriteTx, fact: ReviewRestored) -> None:
    earned_badges.follow_reviews(tx, SYSTEM, fact.author_id)
    if earned_badges.is_kept_review(tx, fact.review_id):
        redo_deed(tx, SYSTEM, "review", fact.review_id)


@listens_to(VideoShared)
def count_shares(tx: WriteTx, fact: VideoShared) -> None:
    """A host's video, shared by somebody else."""
    if fact.person_id != fact.author_id:
        deed = Deed(fact.person_id, "share", fact.video_id, became_true_at(tx, fact))
        count_deed(tx, SYSTEM, fact.author_id, deed)


@listens_to(PersonBlocked)
def part_who_blocked_each_other(tx: WriteTx, fact: PersonBlocked) -> None:
    """Neither stays in the club of the other: in no list or file of the host, with no badge of theirs."""
    if not is_blocked(tx, fact.blocker_id, fact.blocked_id):
        return
    for host_id, person_id in ((fact.blocker_id, fact.blocked_id), (fact.blocked_id, fact.blocker_id)):
        if (club := club_of_host(tx, host_id)) is not None:
            leave_club(tx, Actor(person_id), club.id)


@listens_to(IdeaAnswered)
def give_the_authors_badge(tx: WriteTx, fact: IdeaAnswered) -> None:
    earned_badges.follow_ideas(tx, SYSTEM, fact.author_id)


@listens_to(FanPolicySet)
def let_badges_follow(tx: WriteTx, fact: FanPolicySet) -> None:
    tx.later(wear_anew, key=f"wear:{fact.version}")
