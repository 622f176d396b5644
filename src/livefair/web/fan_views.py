"""Fan clubs as they are shown: to whoever looks, to a member, to the host."""

from typing import NamedTuple

from livefair.community.fan_clubs import Fan, FanClub, club_for, club_of_host, fan_of
from livefair.community.fan_deeds import Counted, deeds_of, points_by_deed
from livefair.community.fan_messages import Message, messages_of
from livefair.community.fan_talk import fan_lines, may_tidy
from livefair.community.rules import fan_clubs as rules
from livefair.governance.fan_policy import fan_policy
from livefair.kernel import Actor, ReadTx, secret_token
from livefair.live import rooms_of
from livefair.people import person_card, person_cards
from livefair.people.badges import FAN, Badge, badges_among, badges_of
from livefair.shop.coupons import coupons_offered
from livefair.web.coupon_views import CouponView, coupon_views
from livefair.web.views import AuthorView, author_of, plain_author


class ClubView(NamedTuple):
    id: str
    name: str
    promise: str
    members: int
    is_open: bool
    host: AuthorView
    is_mine: bool


class MineView(NamedTuple):
    """One's own membership: how far one has come, and what one allows."""

    level: int
    points: int
    next_points: int | None
    missing: int
    percent: int
    joined_at_ms: int
    messages: bool
    contact: bool


class RuleView(NamedTuple):
    """`earned`: what the reader has by this deed now."""

    deed: str
    points: int
    day_max: int
    earned: int


class Step(NamedTuple):
    level: int
    points: int


class ClubPage(NamedTuple):
    """`benefits`: coupons for members, claimed in the host's room `room_id`. `messages` of the host: for members."""

    club: ClubView
    mine: MineView | None
    rules: list[RuleView]
    steps: list[Step]
    watch_minutes: int
    deeds: list[Counted]
    benefits: list[CouponView]
    room_id: str
    messages: list[Message]
    talk: "Talk | None"


class LineView(NamedTuple):
    """`level` 0: the host; `is_mine`: the reader's own line."""

    id: str
    author: AuthorView
    level: int
    text: str
    at_ms: int
    is_mine: bool


class Talk(NamedTuple):
    """What members say to each other. `may_tidy`: the reader takes lines away. `key`: of the reader's next line."""

    club_id: str
    lines: list[LineView]
    may_tidy: bool
    key: str


class ClubChip(NamedTuple):
    """In the room: `level` 0, the reader is no member."""

    id: str
    name: str
    level: int


class BadgeView(NamedTuple):
    kind: str
    level: int
    name: str
    href: str


def club_page(tx: ReadTx, actor: Actor, club_id: str) -> ClubPage:
    club, fan = club_for(tx, actor, club_id), fan_of(tx, actor, club_id)
    knobs = fan_policy(tx).knobs
    earned = points_by_deed(tx, club_id, actor.id) if fan else {}
    return ClubPage(
        club=club_view(tx, actor, club),
        mine=mine_view(fan, knobs.level_step) if fan else None,
        rules=[
            RuleView(rule.deed, rule.points, rule.day_max, earned.get(rule.deed, 0))
            for rule in rules.rules_of(knobs)
            if rule.points
        ],
        steps=[Step(level, rules.points_needed(level, knobs.level_step)) for level in range(1, rules.LEVEL_MAX + 1)],
        watch_minutes=knobs.watch_minutes,
        deeds=deeds_of(tx, club_id, actor.id) if fan else [],
        benefits=benefits_of(tx, club.host_id),
        room_id=next((room.id for room in rooms_of(tx, Actor(club.host_id))), ""),
        messages=messages_of(tx, actor, club_id),
        talk=talk_of(tx, actor, club_id),
    )


def benefits_of(tx: ReadTx, host_id: str) -> list[CouponView]:
    """The host's own coupons for members that can be claimed now, the lowest level first."""
    found = coupons_offered(tx, [], host_id=host_id)
    views = coupon_views(tx, [each for each in found if each.club_level and each.host_id == host_id])
    return sorted(views, key=lambda view: view.club_level)


def talk_of(tx: ReadTx, actor: Actor, club_id: str) -> Talk | None:
    """For members and the host; None for everybody else."""
    club = club_for(tx, actor, club_id)
    if actor.id != club.host_id and fan_of(tx, actor, club_id) is None:
        return None
    lines = fan_lines(tx, actor, club_id)
    authors = sorted({line.author_id for line in lines})
    cards, badges = person_cards(tx, authors), badges_among(tx, authors, about=club.host_id)
    levels = {who: badge.level for who, found in badges.items() for badge in found if badge.kind == FAN}
    return Talk(
        club_id=club.id,
        lines=[
            LineView(
                id=line.id,
                author=plain_author(cards[line.author_id]),
                level=levels.get(line.author_id, 0),
                text=line.text,
                at_ms=line.at_ms,
                is_mine=line.author_id == actor.id,
            )
            for line in lines
        ],
        may_tidy=may_tidy(tx, actor, club),
        key=secret_token()[:24],
    )


def club_view(tx: ReadTx, actor: Actor, club: FanClub) -> ClubView:
    return ClubView(
        id=club.id,
        name=club.name,
        promise=club.promise,
        members=club.members,
        is_open=club.closed_at_ms is None,
        host=author_of(tx, actor, person_card(tx, club.host_id)),
        is_mine=actor.id == club.host_id,
    )


def mine_view(fan: Fan, step: int) -> MineView:
    now = rules.standing(fan.points, step)
    return MineView(
        level=now.level,
        points=now.points,
        next_points=now.next_points,
        missing=now.missing,
        percent=now.percent,
        joined_at_ms=fan.joined_at_ms,
        messages=fan.messages_from_ms is not None,
        contact=fan.contact_from_ms is not None,
    )


def club_chip(tx: ReadTx, actor: Actor, host_id: str) -> ClubChip | None:
    """What a room shows of its host's club; a closed one only to its members."""
    club = club_of_host(tx, host_id)
    if club is None or actor.id == host_id:
        return None
    fan = fan_of(tx, actor, club.id)
    if fan is None and club.closed_at_ms is not None:
        return None
    level = rules.standing(fan.points, fan_policy(tx).knobs.level_step).level if fan else 0
    return ClubChip(club.id, club.name, level)


def badge_views(tx: ReadTx, person_id: str) -> list[BadgeView]:
    """For somebody's page: those of the whole fair, then the clubs in which they have come furthest."""
    found = badges_of(tx, person_id)
    fair = [_badge(badge, "") for badge in found if badge.kind != FAN]
    clubs = [badge for badge in found if badge.kind == FAN][:5]
    return fair + [_badge(badge, f"/u/{badge.about}") for badge in clubs]


def _badge(badge: Badge, href: str) -> BadgeView:
    return BadgeView(badge.kind, badge.level, badge.name, href)
