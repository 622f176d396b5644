import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from livefair.realtime.topic import Limits, Mark, Topic, TopicFull
from tests.realtime.wire import Reader, Wire

SMALL = Limits(
    members_max=50,
    event_bytes_max=16,
    pending_max=5,
    pending_bytes_max=60,
    history_max=12,
    history_bytes_max=10_000,
    unsent_bytes_max=120,
    behind_ticks_max=4,
)


def joined(topic: Topic, *, who: str = "ann", reading: bool = True) -> Wire:
    wire = Wire(reading=reading)
    assert topic.join(wire, who, topic.mark())
    topic.flush()
    return wire


def events_of(wire: Wire) -> list[int]:
    return [event for batch in wire.batches() for event in batch.events]


def test_events_of_a_tick_leave_together_and_in_order() -> None:
    topic = Topic(Limits())
    wire = joined(topic)
    for number in (b"1", b"2", b"3"):
        topic.publish(number)
    assert events_of(wire) == []
    topic.flush()
    assert wire.batches()[-1].events == [1, 2, 3]
    assert wire.batches()[-1].seq == 3


def test_all_members_get_the_same_bytes() -> None:
    topic = Topic(Limits())
    one, two = joined(topic), joined(topic)
    topic.publish(b"1")
    topic.flush()
    assert one.received[-1] is two.received[-1]


def test_who_is_dismissed_hears_why_and_is_cut_off_on_every_connection_and_nobody_else() -> None:
    topic = Topic(Limits())
    phone, desk, other = joined(topic), joined(topic), joined(topic, who="ben")
    topic.publish(b"1")
    topic.dismiss("ann")
    topic.dismiss("nobody")
    topic.flush()
    assert [events_of(wire) for wire in (phone, desk, other)] == [[1], [1], [1]]
    assert (phone.aborted, desk.aborted, other.aborted) == (True, True, False)
    assert (topic.members, topic.people) == (1, 1)
    topic.publish(b"2")
    topic.flush()
    assert [events_of(wire) for wire in (phone, other)] == [[1], [1, 2]]


def test_a_thousand_who_join_within_one_tick_share_one_frame_and_lack_nothing() -> None:
    topic = Topic(Limits())
    start = topic.mark()
    topic.publish(b"1")
    topic.flush()
    wires = [Wire() for _ in range(1_000)]
    for number, wire in enumerate(wires):
        assert topic.join(wire, f"viewer {number}", start)
    topic.publish(b"2")
    topic.flush()
    assert len({id(wire.received[-1]) for wire in wires}) == 1
    assert all(events_of(wire) == [1, 2] for wire in (wires[0], wires[-1]))
    assert (topic.members, topic.people) == (1_000, 1_000)


def test_only_the_sum_of_a_tick_leaves() -> None:
    topic = Topic(Limits())
    wire = joined(topic)
    for _ in range(1000):
        topic.add("like", 3)
    topic.flush()
    topic.flush()
    assert [batch.sums for batch in wire.batches() if batch.sums] == [{"like": 3000}]


def test_only_the_last_value_of_a_tick_leaves_and_a_newcomer_gets_it() -> None:
    topic = Topic(Limits())
    wire = joined(topic)
    topic.set("price", 1)
    topic.set("price", 2)
    topic.flush()
    assert wire.batches()[-1].values == {"price": 2}
    assert joined(topic).batches()[-1].values == {"price": 2}


def test_a_person_on_two_screens_counts_once() -> None:
    topic = Topic(Limits(), presence="viewers")
    one, two = joined(topic, who="ann"), joined(topic, who="ann")
    other = joined(topic, who="bo")
    assert (topic.members, topic.people) == (3, 2)
    topic.leave(one)
    assert topic.people == 2
    topic.leave(two)
    topic.leave(two)
    topic.flush()
    assert other.batches()[-1].values == {"viewers": 1}


def test_a_full_batch_does_not_wait_for_the_tick() -> None:
    topic = Topic(SMALL)
    wire = joined(topic)
    for _ in range(SMALL.pending_max):
        topic.publish(b"1")
    assert len(events_of(wire)) == SMALL.pending_max


def test_a_slow_member_is_passed_over_and_catches_up_when_it_reads_again() -> None:
    topic = Topic(SMALL)
    wire = joined(topic, reading=False)
    for number in range(10):
        topic.publish(b"%d" % number)
        if number % 3 == 0:
            topic.flush()
    wire.read_on()
    topic.publish(b"10")
    topic.flush()
    assert events_of(wire) == list(range(11))


def test_a_member_that_missed_more_than_is_remembered_can_tell() -> None:
    topic = Topic(SMALL)
    wire = joined(topic, reading=False)
    for number in range(40):
        topic.publish(b"%d" % number)
    wire.read_on()
    topic.flush()
    reader = Reader(0, [])
    for batch in wire.batches():
        reader.take(batch)
    assert reader.missed


def test_a_member_that_never_reads_is_cut_off() -> None:
    topic = Topic(SMALL)
    wire = joined(topic, reading=False)
    for number in range(SMALL.behind_ticks_max * 8):
        topic.publish(b"%d" % number)
        topic.flush()
    assert wire.aborted
    assert topic.members == 0
    assert topic.kicked == 1


def test_a_closed_socket_harms_nobody_else() -> None:
    topic = Topic(Limits())
    gone, late, wire = joined(topic), Wire(), joined(topic)
    assert topic.join(late, "cy", topic.mark())
    gone.closed = late.closed = True
    topic.publish(b"1")
    topic.flush()
    assert events_of(wire) == [1]
    assert topic.members == 1


def test_members_and_event_sizes_have_limits() -> None:
    topic = Topic(SMALL._replace(members_max=1))
    joined(topic)
    with pytest.raises(TopicFull):
        topic.join(Wire(), "bo", topic.mark())
    with pytest.raises(ValueError, match="17 bytes"):
        topic.publish(b"1" * 17)


def test_a_mark_of_another_life_or_too_long_ago_is_forgotten() -> None:
    topic = Topic(SMALL)
    start = topic.mark()
    assert not topic.join(Wire(), "ann", Topic(SMALL).mark())
    assert not topic.join(Wire(), "ann", Mark(start.epoch, 1)), "nothing has happened yet"
    for _ in range(SMALL.history_max + 1):
        topic.publish(b"1")
    assert not topic.join(Wire(), "ann", start)
    assert topic.members == 0


@given(st.text(max_size=30))
def test_any_text_is_a_mark_or_none(text: str) -> None:
    mark = Mark.parse(text)
    assert mark is None or mark.seq >= 0


def test_a_mark_survives_the_way_through_a_browser() -> None:
    mark = Topic(SMALL).mark()
    assert Mark.parse(str(mark)) == mark


@given(
    before=st.lists(st.sampled_from(["event", "tick"]), max_size=30),
    between=st.lists(st.sampled_from(["event", "tick"]), max_size=10),
    after=st.lists(st.sampled_from(["event", "tick"]), max_size=30),
)
def test_state_then_events_equals_events_then_state(before: list[str], between: list[str], after: list[str]) -> None:
    topic = Topic(Limits())
    truth: list[int] = []

    def live(steps: list[str]) -> None:
        for step in steps:
            if step == "tick":
                topic.flush()
            else:
                truth.append(len(truth))
                topic.publish(b"%d" % truth[-1])

    live(before)
    mark = topic.mark()
    reader = Reader(mark.seq, truth)
    live(between)
    wire = Wire()
    assert topic.join(wire, "ann", mark)
    live(after)
    topic.flush()
    for batch in wire.batches():
        reader.take(batch)
    assert not reader.missed
    assert reader.events == truth


class Crowd(RuleBasedStateMachine):
    """Members come, stop reading, read again and go, while events happen."""

    def __init__(self) -> None:
        super().__init__()
        self.topic = Topic(SMALL)
        self.truth: list[int] = []
        self.wires: dict[Wire, int] = {}

    @rule()
    def join(self) -> None:
        wire, mark = Wire(), self.topic.mark()
        assert self.topic.join(wire, f"w{len(self.wires)}", mark)
        self.wires[wire] = mark.seq

    @rule(count=st.integers(1, 7))
    def publish(self, count: int) -> None:
        for _ in range(count):
            self.truth.append(len(self.truth))
            self.topic.publish(b"%d" % self.truth[-1])

    @rule()
    def tick(self) -> None:
        self.topic.flush()

    @precondition(lambda self: self.wires)
    @rule(data=st.data())
    def stall(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(list(self.wires))).reading = False

    @precondition(lambda self: self.wires)
    @rule(data=st.data())
    def read_on(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(list(self.wires))).read_on()

    @precondition(lambda self: self.wires)
    @rule(data=st.data())
    def go(self, data: st.DataObject) -> None:
        wire = data.draw(st.sampled_from(list(self.wires)))
        self.topic.leave(wire)
        del self.wires[wire]

    @invariant()
    def what_arrived_is_in_order_and_a_gap_shows(self) -> None:
        for wire, seq in self.wires.items():
            reader = Reader(seq, [])
            for batch in wire.batches():
                reader.take(batch)
            if not reader.missed:
                assert reader.events == self.truth[seq : reader.seq]
            assert reader.events == sorted(set(reader.events))

    @invariant()
    def a_slow_member_costs_bounded_memory(self) -> None:
        frame_max = SMALL.history_max * SMALL.event_bytes_max + 100
        assert all(wire.buffered_max <= SMALL.unsent_bytes_max + frame_max for wire in self.wires)

    def teardown(self) -> None:
        self.topic.flush()
        for wire, seq in self.wires.items():
            if wire.aborted:
                continue
            wire.read_on()
            self.topic.flush()
            reader = Reader(seq, [])
            for batch in wire.batches():
                reader.take(batch)
            assert reader.missed or reader.events == self.truth[seq:]


TestCrowd = Crowd.TestCase
TestCrowd.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
