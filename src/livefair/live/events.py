"""What happened in rooms. Chat lines, likes and stays are journalled signals, not facts."""

from livefair.kernel import Fact


class RoomOpened(Fact, frozen=True, kw_only=True):
    room_id: str
    host_id: str
    organisation_id: str | None


class RoomClosed(Fact, frozen=True, kw_only=True):
    room_id: str
    host_id: str


class StreamKeyIssued(Fact, frozen=True, kw_only=True):
    """Every older key of the room is void from now on."""

    room_id: str


class ModeratorNamed(Fact, frozen=True, kw_only=True):
    room_id: str
    person_id: str


class ModeratorDismissed(Fact, frozen=True, kw_only=True):
    room_id: str
    person_id: str


class ShowPlanned(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    host_id: str
    planned_at_ms: int


class SeriesPlanned(Fact, frozen=True, kw_only=True):
    """Shows that repeat `every` day or week."""

    room_id: str
    series_id: str
    host_id: str
    every: str
    show_ids: list[str]


class ShowMoved(Fact, frozen=True, kw_only=True):
    """A planned show begins at another time than was said before."""

    room_id: str
    show_id: str
    host_id: str
    planned_at_ms: int


class ReminderAsked(Fact, frozen=True, kw_only=True):
    show_id: str
    person_id: str


class ReminderWithdrawn(Fact, frozen=True, kw_only=True):
    show_id: str
    person_id: str


class RemindersGiven(Fact, frozen=True, kw_only=True):
    """So many people were told that a show begins soon; a large crowd is told in several parts."""

    show_id: str
    people: int


class BlockBegan(Fact, frozen=True, kw_only=True):
    """A block of the run of show goes on now. `by` is tap or clock."""

    room_id: str
    show_id: str
    block_id: str
    block_kind: str
    product_id: str | None
    by: str
    offset_ms: int


class BlockEnded(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    block_id: str
    lasted_ms: int


class ShowCancelled(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    host_id: str


class ShowStarted(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    host_id: str
    organisation_id: str | None
    scene: str


class ShowEnded(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    host_id: str
    lasted_ms: int


class MediaStarted(Fact, frozen=True, kw_only=True):
    """Pictures arrive in the room."""

    room_id: str
    publishing_id: str
    protocol: str


class MediaStopped(Fact, frozen=True, kw_only=True):
    room_id: str
    publishing_id: str
    lasted_ms: int


class ProductPinned(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    host_id: str
    pin_id: str
    product_id: str
    offer_id: str | None
    price_minor: int
    currency: str
    offset_ms: int


class ProductUnpinned(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    pin_id: str
    product_id: str
    shown_ms: int


class QuestionAsked(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    question_id: str
    asker_id: str
    product_id: str | None


class QuestionVoted(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    question_id: str
    voter_id: str
    votes: int


class QuestionAnswered(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    question_id: str
    asker_id: str
    product_id: str | None
    answered_by: str
    waited_ms: int
    offset_ms: int


class QuestionDismissed(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    question_id: str


class QuestionHidden(Fact, frozen=True, kw_only=True):
    room_id: str
    question_id: str


class QuestionRestored(Fact, frozen=True, kw_only=True):
    room_id: str
    question_id: str


class ChatLineHidden(Fact, frozen=True, kw_only=True):
    room_id: str
    line_id: str
    author_id: str


class ChatLineRestored(Fact, frozen=True, kw_only=True):
    room_id: str
    line_id: str


class ViewerMuted(Fact, frozen=True, kw_only=True):
    """`is_barred`: more than their voice is gone, they take no part in the room at all."""

    room_id: str
    person_id: str
    muted_by: str
    reason: str
    until_at_ms: int | None
    mute_id: str = ""
    is_barred: bool = False


class ViewerUnmuted(Fact, frozen=True, kw_only=True):
    room_id: str
    person_id: str


class PulseAnswered(Fact, frozen=True, kw_only=True):
    """The host has taken notice of what viewers tapped, and says so."""

    room_id: str
    show_id: str
    pulse: str


class ReplayPublished(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    host_id: str
    recording_key: str
    recorded_ms: int


class ReplayHidden(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str


class ReplayRestored(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str


class DrawOpened(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    draw_id: str
    closes_at_ms: int


class DrawEntered(Fact, frozen=True, kw_only=True):
    room_id: str
    show_id: str
    draw_id: str
    person_id: str
    position: int


class DrawClosed(Fact, frozen=True, kw_only=True):
    """The chain of entries is fixed; the seed is still secret."""

    room_id: str
    show_id: str
    draw_id: str
    entries: int
    entries_root: str


class DrawDrawn(Fact, frozen=True, kw_only=True):
    """The seed is shown, the winners are known, first place first."""

    room_id: str
    show_id: str
    draw_id: str
    entries: int
    winner_ids: list[str]


class PollOpened(Fact, frozen=True, kw_only=True):
    """`poll_kind` is poll, quiz or next_item."""

    room_id: str
    show_id: str
    poll_id: str
    poll_kind: str


class PollVoted(Fact, frozen=True, kw_only=True):
    """For the first time or anew; `option` counts from 1."""

    room_id: str
    show_id: str
    poll_id: str
    voter_id: str
    option: int


class PollClosed(Fact, frozen=True, kw_only=True):
    """`leader` is the option with most votes, if anybody voted."""

    room_id: str
    show_id: str
    poll_id: str
    poll_kind: str
    voters: int
    leader: int | None


class MannersSet(Fact, frozen=True, kw_only=True):
    """How people speak in the room from now on; 0 and everybody: as they like."""

    room_id: str
    slow_ms: int
    speakers: str
