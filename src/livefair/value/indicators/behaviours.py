"""Behaviours: how platform, hosts and customers create value together."""

from livefair.community.events import ReviewPublished
from livefair.content.events import CommentWritten, VideoLiked, VideoPublished, VideoSaved, VideoShared
from livefair.governance.events import CaseDecided
from livefair.kernel import MINUTE_MS
from livefair.live.events import QuestionAnswered, QuestionAsked, ShowEnded
from livefair.shop.events import CartLineAdded, OrderDelivered, OrderPaid
from livefair.value.indicators.counting import Counted, Measure, rows_of, share_of, share_of_people
from livefair.value.indicators.window import Seen, Window, row_of, row_of_line


def new_videos(window: Window) -> Counted:
    published = window.facts(VideoPublished)
    return Counted(len(published), window.weeks, len(published), rows_of(published))


def cart_to_payment(window: Window) -> Counted:
    added, paid = window.facts(CartLineAdded), window.facts(OrderPaid)
    rows = [*(row_of(seen, counted=False) for seen in added), *rows_of(paid)]
    return Counted(sum(len(seen.fact.lines) for seen in paid), len(added), len(added), rows)


def chat_per_minute(window: Window) -> Counted:
    """Of the shows that ended in the window, so that lines and minutes belong together."""
    ended = {seen.fact.show_id: seen for seen in window.facts(ShowEnded)}
    lines = [line for line in window.chat_lines() if line.show_id in ended]
    minutes = sum(seen.fact.lasted_ms for seen in ended.values()) / MINUTE_MS
    rows = [row_of_line(line) for line in lines]
    return Counted(len(lines), minutes, len(ended), [*rows, *(row_of(seen, counted=False) for seen in ended.values())])


def questions_answered(window: Window) -> Counted:
    answered = {seen.fact.question_id for seen in window.facts(QuestionAnswered)}
    return share_of(window.facts(QuestionAsked), lambda seen: seen.fact.question_id in answered)


def reports_upheld(window: Window) -> Counted:
    return share_of(window.facts(CaseDecided), lambda seen: seen.fact.outcome in {"remove", "warn"})


def people_taking_part(window: Window) -> Counted:
    by_person: list[Seen[VideoLiked] | Seen[VideoSaved] | Seen[VideoShared]]
    by_person = [*window.facts(VideoLiked), *window.facts(VideoSaved), *window.facts(VideoShared)]
    written, asked, lines = window.facts(CommentWritten), window.facts(QuestionAsked), window.chat_lines()
    people = {seen.fact.person_id for seen in by_person}
    people |= {seen.fact.author_id for seen in written} | {seen.fact.asker_id for seen in asked}
    people |= {line.author_id for line in lines}
    acts = [*rows_of(by_person, written, asked), *(row_of_line(line) for line in lines)]
    return Counted(len(people), 1, len(acts), acts)


def buyers_again(window: Window) -> Counted:
    before: set[str] = set()
    now: set[str] = set()
    for seen in window.earlier_and(OrderPaid):
        (before if seen.at_ms < window.from_ms else now).add(seen.fact.buyer_id)
    rows = [row_of(seen, counted=seen.fact.buyer_id in before) for seen in window.facts(OrderPaid)]
    return share_of_people(before, now, rows)


def photo_reviews(window: Window) -> Counted:
    """Reviews of bought goods with a photo, set against the lines that arrived."""
    written, arrived = window.facts(ReviewPublished), window.facts(OrderDelivered)
    shown = [seen for seen in written if seen.fact.line_id is not None and seen.fact.photos > 0]
    lines = sum(len(seen.fact.line_ids) for seen in arrived)
    return Counted(len(shown), lines, lines, [*rows_of(shown), *(row_of(seen, counted=False) for seen in arrived)])


def passed_on(window: Window) -> Counted:
    shared, liked = window.facts(VideoShared), window.facts(VideoLiked)
    sharers = {seen.fact.person_id for seen in shared}
    rows = [*rows_of(shared), *(row_of(seen, counted=False) for seen in liked)]
    return share_of_people(sharers, sharers | {seen.fact.person_id for seen in liked}, rows)


MEASURES: dict[str, Measure] = {
    "BA1": new_videos,
    "BA3": chat_per_minute,
    "BA4": questions_answered,
    "BA5": cart_to_payment,
    "BC1": reports_upheld,
    "BC2": people_taking_part,
    "BC3": buyers_again,
    "BC4": photo_reviews,
    "BC4b": passed_on,
}
