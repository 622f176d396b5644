"""The rows of the customers' path model: what each consenting person did in 28 days, item by item.

A row stands for a person who did anything in those days. docs/measures/platform.en.md names every item.
"""

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from importlib import resources
from typing import Literal, NamedTuple

import msgspec

from livefair.community.events import ReviewPublished
from livefair.content.events import CommentWritten, VideoLiked, VideoShared
from livefair.kernel import DAY_MS, MINUTE_MS, ReadTx
from livefair.live.events import QuestionAnswered, QuestionAsked, QuestionVoted
from livefair.people.events import PersonFollowed
from livefair.shop.events import OrderDelivered, OrderPaid, OrderRefunded
from livefair.value.datafile import Table
from livefair.value.indicators.drivers import ANSWER_WITHIN_MS
from livefair.value.paths import Model, load_model
from livefair.value.studies.consented import Consented, Pseudonyms
from livefair.value.why import Words

BLOCK_MS = 28 * DAY_MS
BLOCKS = 3
WEEK_MS = 7 * DAY_MS
# The studies that fit a path model → the file of it.
MODELS = {"paths": "customers.toml", "perceptions": "perceptions.toml"}
OWN_WAYS = frozenset({"direct", "profile"})
CLUSTER = "customer"

Values = Mapping[str, float]


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    scale: Literal["log", "share"]
    name: Words
    formula: Words
    sources: list[str]


class Block(Consented):
    """28 days, with what several items need of them put in order once."""

    @cached_property
    def stay_ms_by_room(self) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for stay in self.stays:
            found[stay.viewer][stay.room_id] += self.stay_ms(stay)
        return found

    @cached_property
    def first_paid(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for seen in self.mine.facts(OrderPaid):
            found.setdefault(seen.fact.buyer_id, seen.at_ms)
        return found

    @cached_property
    def plays(self) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.watches:
            found[one.person_id][one.video_id] += one.plays
        return found

    def refunded_lines(self) -> set[str]:
        return {line.line_id for seen in self.mine.earlier_and(OrderRefunded) for line in seen.fact.lines}


@cache
def items() -> dict[str, Item]:
    return msgspec.convert(tomllib.loads(_shipped("items.toml")), dict[str, Item])


@cache
def model_text_of(kind: str) -> str:
    return _shipped(MODELS[kind])


@cache
def model_of(kind: str) -> Model:
    return load_model(model_text_of(kind))


def _shipped(name: str) -> str:
    return (resources.files("livefair.value.studies") / name).read_text("utf-8")


# ── rows


class Rows(NamedTuple):
    """`table` has a row per customer and block: `customer`, a pseudonym, `block`, 0 the latest, and the items."""

    table: Table
    people: int


def rows_of(tx: ReadTx, people: frozenset[str], to_ms: int, names: Pseudonyms) -> Rows:
    rows: list[list[str]] = []
    met: set[str] = set()
    for number in range(BLOCKS):
        end = to_ms - number * BLOCK_MS
        values = values_of(Block(tx, end - BLOCK_MS, end, people))
        for person in names.by_name(values):
            rows.append([names.of(person), str(number), *map(_cell, values[person].values())])
            met.add(person)
    return Rows(Table([CLUSTER, "block", *items()], rows), len(met))


def values_of(block: Block) -> dict[str, dict[str, float]]:
    """Person → item → value, for those who did anything; not-a-number where there was nothing to count."""
    counted = {name: MEASURES[name](block) for name in items()}
    active = {person for values in counted.values() for person in values} & block.people
    return {
        person: {name: _scaled(item, counted[name].get(person)) for name, item in items().items()} for person in active
    }


def _scaled(item: Item, value: float | None) -> float:
    if item.scale == "log":
        return math.log1p(value or 0.0)
    return math.nan if value is None else value


def _cell(value: float) -> str:
    return "NA" if math.isnan(value) else repr(round(value, 9))


# ── items


def _asked(block: Block) -> Values:
    return Counter(seen.fact.asker_id for seen in block.mine.facts(QuestionAsked))


def _seconded(block: Block) -> Values:
    return Counter(seen.fact.voter_id for seen in block.mine.facts(QuestionVoted) if seen.fact.voter_id in block.people)


def _replies(block: Block) -> Values:
    written = (seen.fact for seen in block.mine.facts(CommentWritten))
    return Counter(
        one.author_id
        for one in written
        if one.reply_to_author_id is not None and one.reply_to_author_id not in (one.author_id, one.video_author_id)
    )


def _invited(block: Block) -> Values:
    return Counter(stay.viewer for stay in block.stays if stay.source == "share")


def _answers_within(block: Block, limit_ms: float) -> Values:
    """Where each person was, weighted by how long, the share of others' questions that got an answer in time."""
    answered = {
        seen.fact.question_id for seen in block.whole.facts(QuestionAnswered) if seen.fact.waited_ms <= limit_ms
    }
    asked: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for seen in block.whole.facts(QuestionAsked):
        asked[seen.fact.room_id].append((seen.fact.asker_id, seen.fact.question_id in answered))
    found = {}
    for person, rooms in block.stay_ms_by_room.items():
        shares = {}
        for room_id in rooms:
            others = [in_time for asker, in_time in asked[room_id] if asker != person]
            if others:
                shares[room_id] = sum(others) / len(others)
        found[person] = _weighted(shares, rooms)
    return _known(found)


def _fast(block: Block) -> Values:
    return _answers_within(block, ANSWER_WITHIN_MS)


def _answered(block: Block) -> Values:
    return _answers_within(block, math.inf)


def _completed(block: Block) -> Values:
    ends: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for one in block.all_watches:
        ends[one.video_id].append((one.person_id, one.completions > 0))
    return _by_videos(block, ends)


def _liked(block: Block) -> Values:
    likes = {(seen.fact.video_id, seen.fact.person_id) for seen in block.whole.facts(VideoLiked)}
    viewers = {(one.video_id, one.person_id) for one in block.all_watches}
    ends: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for video_id, person in sorted(viewers):
        ends[video_id].append((person, (video_id, person) in likes))
    return _by_videos(block, ends)


def _by_videos(block: Block, ends: Mapping[str, list[tuple[str, bool]]]) -> Values:
    found = {}
    for person, plays in block.plays.items():
        shares = {}
        for video_id in plays:
            others = [did for viewer, did in ends[video_id] if viewer != person]
            if others:
                shares[video_id] = sum(others) / len(others)
        found[person] = _weighted(shares, plays)
    return _known(found)


def _weighted(shares: Values, weights: Values) -> float:
    whole = sum(weights[name] for name in shares)
    return sum(share * weights[name] for name, share in shares.items()) / whole if whole else math.nan


def _known(found: Values) -> Values:
    return {person: value for person, value in found.items() if not math.isnan(value)}


def _minutes(block: Block) -> Values:
    found: Counter[str] = Counter()
    for person, rooms in block.stay_ms_by_room.items():
        found[person] += sum(rooms.values())
    for one in block.watches:
        found[one.person_id] += one.watch_ms
    return {person: ms / MINUTE_MS for person, ms in found.items()}


def _days(acts: Iterable[tuple[str, int]]) -> Values:
    return Counter(person for person, _day in {(person, at_ms // DAY_MS) for person, at_ms in acts})


def _chat_days(block: Block) -> Values:
    return _days((line.author_id, line.at_ms) for line in block.mine.chat_lines())


def _like_days(block: Block) -> Values:
    return _days((seen.fact.person_id, seen.at_ms) for seen in block.mine.facts(VideoLiked))


def _follows(block: Block) -> Values:
    return Counter(seen.fact.follower_id for seen in block.mine.facts(PersonFollowed))


def _orders(block: Block) -> Values:
    refunded = {seen.fact.order_id for seen in block.mine.facts(OrderRefunded)}
    return Counter(seen.fact.buyer_id for seen in block.mine.facts(OrderPaid) if seen.fact.order_id not in refunded)


def _photos(block: Block) -> Values:
    return Counter(seen.fact.author_id for seen in block.mine.facts(ReviewPublished) if seen.fact.photos)


def _shares(block: Block) -> Values:
    return Counter(seen.fact.person_id for seen in block.mine.facts(VideoShared))


def _kept(block: Block) -> Values:
    refunded = block.refunded_lines()
    lines: dict[str, list[bool]] = defaultdict(list)
    for seen in block.mine.earlier_and(OrderDelivered):
        if block.from_ms <= seen.fact.returnable_until_ms < block.to_ms:
            lines[seen.fact.buyer_id] += [line_id not in refunded for line_id in seen.fact.line_ids]
    return {person: sum(kept) / len(kept) for person, kept in lines.items() if kept}


def _returned(block: Block) -> Values:
    starts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for stay in block.stays:
        starts[stay.viewer][stay.room_id].append(stay.joined_at_ms)
    return {
        person: sum(_comes_back(times) for times in rooms.values()) / len(rooms) for person, rooms in starts.items()
    }


def _comes_back(times: list[int]) -> bool:
    return any(DAY_MS <= later - earlier <= WEEK_MS for earlier in times for later in times)


def _after(block: Block) -> Values:
    after: Counter[str] = Counter()
    for stay in block.stays:
        paid = block.first_paid.get(stay.viewer)
        if paid is not None:
            end = stay.joined_at_ms + block.stay_ms(stay)
            after[stay.viewer] += max(0, end - max(stay.joined_at_ms, paid))
    whole = {person: sum(rooms.values()) for person, rooms in block.stay_ms_by_room.items()}
    return {person: after[person] / whole[person] for person in block.first_paid if whole.get(person)}


def _again(block: Block) -> Values:
    days = _days((seen.fact.buyer_id, seen.at_ms) for seen in block.mine.facts(OrderPaid))
    return {person: count - 1 for person, count in days.items()}


def _direct(block: Block) -> Values:
    entries: dict[str, list[bool]] = defaultdict(list)
    for stay in block.stays:
        entries[stay.viewer].append(stay.source in OWN_WAYS)
    return {person: sum(own) / len(own) for person, own in entries.items()}


MEASURES: dict[str, Callable[[Block], Values]] = {
    "nf_asked": _asked,
    "nf_seconded": _seconded,
    "ns_replies": _replies,
    "ns_invited": _invited,
    "hs_fast": _fast,
    "hs_answered": _answered,
    "hc_completed": _completed,
    "hc_liked": _liked,
    "bc2_minutes": _minutes,
    "bc2_chat_days": _chat_days,
    "bc2_like_days": _like_days,
    "bc3_follows": _follows,
    "bc3_orders": _orders,
    "bc4_photos": _photos,
    "bc4_shares": _shares,
    "cf_kept": _kept,
    "ce_returned": _returned,
    "ce_after": _after,
    "vr_again": _again,
    "vr_direct": _direct,
}
