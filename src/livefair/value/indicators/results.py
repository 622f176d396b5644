"""Results: what the parties have of it: brand and platform (V), hosts (A), customers (C)."""

from collections import Counter

from livefair.community.events import ReviewPublished
from livefair.content.events import CommentWritten
from livefair.kernel import DAY_MS, HOUR_MS, MINUTE_MS
from livefair.live.events import ShowEnded
from livefair.shop.events import OrderDelivered, OrderPaid, OrderRefunded
from livefair.value.events import SharesPlanned, SharesRefunded
from livefair.value.indicators.counting import Counted, Measure, mean_of, rows_of, share_of_people
from livefair.value.indicators.money import sold_lines
from livefair.value.indicators.window import WEEK_MS, Noted, Row, Window, row_of, row_of_stay

DELIVERED = "shop.OrderDelivered"


def payment_cost_per_order(window: Window) -> Counted:
    planned = [
        seen
        for seen in window.facts(SharesPlanned)
        if seen.fact.currency == window.currency and seen.fact.line_kind != "gift"
    ]
    fees = sum(share.minor for seen in planned for share in seen.fact.shares if share.role == "psp")
    orders = {seen.fact.order_id for seen in planned}
    return Counted(fees, len(orders), len(orders), rows_of(planned))


def net_sales_per_buyer(window: Window) -> Counted:
    lines = sold_lines(window)
    buyers = {sold.buyer_id for sold in lines}
    rows = rows_of(window.facts(OrderPaid), window.facts(OrderRefunded))
    return Counted(sum(sold.net_minor for sold in lines), len(buyers), len(buyers), rows)


def largest_brand(window: Window) -> Counted:
    lines, by_brand = sold_lines(window), Counter[str]()
    for sold in lines:
        by_brand[sold.brand_id] += sold.line.amount_minor
    largest = max(by_brand, key=lambda brand: (by_brand[brand], brand), default="")
    rows = [row_of(seen, counted=seen.fact.brand_id == largest) for seen in window.facts(OrderPaid)]
    return Counted(by_brand[largest], sum(by_brand.values()), len(lines), rows)


def net_share_per_hour(window: Window) -> Counted:
    net, _hosts, rows = _hosts_shares(window)
    shows = window.facts(ShowEnded)
    hours = sum(seen.fact.lasted_ms for seen in shows) / HOUR_MS
    return Counted(net, hours, len(shows), [*rows, *(row_of(seen, counted=False) for seen in shows)])


def net_share_per_host(window: Window) -> Counted:
    net, hosts, rows = _hosts_shares(window)
    return Counted(net, len(hosts), len(hosts), rows)


def _hosts_shares(window: Window) -> tuple[int, set[str | None], list[Row]]:
    """What hosts were given net of what refunds took back, who they are, and the rows."""
    planned = [seen for seen in window.facts(SharesPlanned) if seen.fact.currency == window.currency]
    refunded = [seen for seen in window.facts(SharesRefunded) if seen.fact.currency == window.currency]
    given = [share for seen in planned for share in seen.fact.shares if share.role == "host"]
    taken = [share for seen in refunded for share in seen.fact.shares if share.role == "host"]
    net = sum(share.minor for share in given) - sum(share.minor for share in taken)
    return net, {share.party for share in given}, rows_of(planned, refunded)


def goods_kept(window: Window) -> Counted:
    refunded = {line.line_id for seen in window.earlier_and(OrderRefunded) for line in seen.fact.lines}
    rows = [
        Row(seen.at_ms, seen.id, Noted(DELIVERED, {"line_id": line_id}), int(line_id not in refunded))
        for seen in window.earlier_and(OrderDelivered)
        if window.from_ms <= seen.fact.returnable_until_ms < window.to_ms
        for line_id in seen.fact.line_ids
    ]
    return Counted(sum(row.counted for row in rows), len(rows), len(rows), rows)


def rating(window: Window) -> Counted:
    """Of verified reviews, those that were taken away later included: they were somebody's word at that time."""
    verified = [seen for seen in window.facts(ReviewPublished) if seen.fact.line_id is not None]
    return mean_of(verified, lambda seen: seen.fact.rating)


def viewers_who_return(window: Window) -> Counted:
    """Of each viewer and room: whether one of the viewer's stays began one to seven days after another."""
    starts: dict[tuple[str, str], list[int]] = {}
    stays = window.stays()
    for stay in stays:
        starts.setdefault((stay.viewer, stay.room_id), []).append(stay.joined_at_ms)
    returned = {
        pair
        for pair, times in starts.items()
        if any(DAY_MS <= later - earlier <= WEEK_MS for earlier in times for later in times)
    }
    rows = [row_of_stay(stay, counted=(stay.viewer, stay.room_id) in returned) for stay in stays]
    return Counted(len(returned), len(starts), len(starts), rows)


def minutes_stayed(window: Window) -> Counted:
    ended = [stay for stay in window.stays() if stay.left_at_ms is not None]
    stayed_ms = sum((stay.left_at_ms or 0) - stay.joined_at_ms for stay in ended)
    return Counted(stayed_ms / MINUTE_MS, len(ended), len(ended), [row_of_stay(stay) for stay in ended])


def people_answered(window: Window) -> Counted:
    comments = window.facts(CommentWritten)
    speakers = {seen.fact.author_id for seen in comments}
    answered = {
        seen.fact.reply_to_author_id
        for seen in comments
        if seen.fact.reply_to_author_id is not None and seen.fact.reply_to_author_id != seen.fact.author_id
    }
    rows = [row_of(seen, counted=seen.fact.author_id in answered) for seen in comments]
    return share_of_people(answered, speakers, rows)


MEASURES: dict[str, Measure] = {
    "VC": payment_cost_per_order,
    "VR": net_sales_per_buyer,
    "VP": largest_brand,
    "AP": net_share_per_hour,
    "APb": net_share_per_host,
    "CF": goods_kept,
    "CFb": rating,
    "CE": viewers_who_return,
    "CEb": minutes_stayed,
    "CS": people_answered,
}
