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
