"""Facts about fan clubs. What is written in them, and to whom it went, is in no fact."""

from livefair.kernel import Fact


class FanClubOpened(Fact, frozen=True, kw_only=True):
    club_id: str
    host_id: str


class FanClubClosed(Fact, frozen=True, kw_only=True):
    club_id: str
    host_id: str


class FanJoined(Fact, frozen=True, kw_only=True):
    """`room_id`: the room in which they tapped, if it was in one; `is_back`: they had been a member before."""

    club_id: str
    host_id: str
    person_id: str
    room_id: str | None
    is_back: bool


class FanLeft(Fact, frozen=True, kw_only=True):
    club_id: str
    host_id: str
    person_id: str


class FanConsentSet(Fact, frozen=True, kw_only=True):
    """What a member allows from now on: `messages` of the host, and being in the list that the host takes away."""

    club_id: str
    person_id: str
    messages: bool
    contact: bool


class FanLevelChanged(Fact, frozen=True, kw_only=True):
    """Up by deeds, or down because some were undone."""

    club_id: str
    host_id: str
    person_id: str
    before: int
    level: int


class FanThanked(Fact, frozen=True, kw_only=True):
    """The host has thanked a member: it counts no points."""

    club_id: str
    host_id: str
    person_id: str


class FanMessageSent(Fact, frozen=True, kw_only=True):
    """To the members who want to be written to, at the moment when each is told."""

    club_id: str
    host_id: str
    message_id: str


class FanLineHidden(Fact, frozen=True, kw_only=True):
    club_id: str
    line_id: str
    author_id: str
