"""What happened to how people talk in rooms."""

from livefair.kernel import Fact


class WordsSet(Fact, frozen=True, kw_only=True):
    """The room's list has so many words now. Which ones is nobody's to read but the moderators'."""

    room_id: str
    set_by: str
    words: int
    added: int
    removed: int


class PersonNudged(Fact, frozen=True, kw_only=True):
    """Somebody was asked to think again before an uncivil line; what they had typed is not kept."""

    room_id: str
    show_id: str
    nudge_id: str
    person_id: str


class NudgeAnswered(Fact, frozen=True, kw_only=True):
    """`choice` is sent, rewritten or dropped."""

    room_id: str
    show_id: str
    nudge_id: str
    person_id: str
    choice: str


class MuteAppealed(Fact, frozen=True, kw_only=True):
    room_id: str
    mute_id: str
    person_id: str


class MuteAppealDecided(Fact, frozen=True, kw_only=True):
    """`outcome` is lifted or upheld."""

    room_id: str
    mute_id: str
    person_id: str
    decided_by: str
    outcome: str


class QuestionHelped(Fact, frozen=True, kw_only=True):
    """One viewer has answered another."""

    room_id: str
    show_id: str
    question_id: str
    help_id: str
    author_id: str
    asker_id: str


class HelpAccepted(Fact, frozen=True, kw_only=True):
    """The asker thanks the author of an answer: it is theirs to be counted."""

    room_id: str
    show_id: str
    question_id: str
    help_id: str
    author_id: str
    asker_id: str
    product_id: str | None
    waited_ms: int


class HelpHidden(Fact, frozen=True, kw_only=True):
    room_id: str
    question_id: str
    help_id: str
    author_id: str


class HelpRestored(Fact, frozen=True, kw_only=True):
    room_id: str
    question_id: str
    help_id: str
    author_id: str


class QuestionsParted(Fact, frozen=True, kw_only=True):
    """They were two questions after all: `question_id` waits for itself again, `from_id` has its own votes."""

    room_id: str
    show_id: str
    question_id: str
    from_id: str
    parted_by: str
    votes: int


class QuestionsMerged(Fact, frozen=True, kw_only=True):
    """A question has become part of another that asks the same; whoever voted for either counts once."""

    room_id: str
    show_id: str
    question_id: str
    into_id: str
    merged_by: str
    votes: int
