"""Drivers: what invites people to create value together."""

from livefair.content.events import CommentWritten
from livefair.content.queries import VideoViews
from livefair.governance.events import CaseDecided
from livefair.kernel.clock import HOUR_MS
from livefair.live.events import QuestionAnswered, QuestionAsked
from livefair.people.events import PersonFollowed, PersonUnfollowed
from livefair.shop.events import OrderPaid, OrderRefunded
from livefair.supply.events import ShipmentSent
from livefair.value.events import SharesPlanned
from livefair.value.indicators.counting import Counted, Measure, mean_of, median_of, rows_of, share_of
from livefair.value.indicators.money import sold_lines
from livefair.value.indicators.window import Noted, Row, Window, row_of, row_of_stay

ANSWER_WITHIN_MS = 120_000


def sales_by_content(window: Window) -> Counted:
    lines = sold_lines(window)
    by_video = sum(sold.net_minor for sold in lines if sold.line.video_id is not None)
    rows = rows_of(window.facts(OrderPaid), window.facts(OrderRefunded))
    return Counted(by_video, sum(sold.net_minor for sold in lines), len(lines), rows)


def shipped_on_time(window: Window) -> Counted:
    return share_of(window.facts(ShipmentSent), lambda seen: seen.at_ms <= seen.fact.promised_at_ms)


def time_to_decide(window: Window) -> Counted:
    return median_of(window.facts(CaseDecided), lambda seen: seen.fact.wait_ms / HOUR_MS)


def net_follows(window: Window) -> Counted:
    new, ended = window.facts(PersonFollowed), window.facts(PersonUnfollowed)
    rows = [*rows_of(new), *(row_of(seen, counted=False) for seen in ended)]
    return Counted(len(new) - len(ended), 1, len(rows), rows)


def entries_by_share(window: Window) -> Counted:
    rows = [row_of_stay(stay, counted=stay.source == "share") for stay in window.stays()]
    return Counted(sum(row.counted for row in rows), len(rows), len(rows), rows)


def answered_in_time(window: Window) -> Counted:
    in_time = {
        seen.fact.question_id for seen in window.facts(QuestionAnswered) if seen.fact.waited_ms <= ANSWER_WITHIN_MS
    }
    return share_of(window.facts(QuestionAsked), lambda seen: seen.fact.question_id in in_time)


def watched_to_the_end(window: Window) -> Counted:
    views = window.views()
    rows = [Row(window.from_ms, view.video_id, _noted(view)) for view in views]
    plays = sum(int(view.plays) for view in views)
    return Counted(sum(int(view.completions) for view in views), plays, plays, rows)


def _noted(view: VideoViews) -> Noted:
    return Noted("video_view", {"plays": int(view.plays), "completions": int(view.completions)})


def parties_per_line(window: Window) -> Counted:
    return mean_of(
        [seen for seen in window.facts(SharesPlanned) if seen.fact.line_kind != "gift"],
        lambda seen: len({share.party or share.role for share in seen.fact.shares if share.minor}),
    )


def talk_among_viewers(window: Window) -> Counted:
    def answers_a_viewer(comment: CommentWritten) -> bool:
        answered = comment.reply_to_author_id
        return answered is not None and answered not in (comment.author_id, comment.video_author_id)

    return share_of(window.facts(CommentWritten), lambda seen: answers_a_viewer(seen.fact))


MEASURES: dict[str, Measure] = {
    "PB": sales_by_content,
    "PC": shipped_on_time,
    "PG": time_to_decide,
    "HF": net_follows,
    "HI": entries_by_share,
    "HS": answered_in_time,
    "HC": watched_to_the_end,
    "SV": parties_per_line,
    "NS": talk_among_viewers,
}
