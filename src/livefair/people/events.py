"""What happened to people. No address, no password, no text that somebody wrote about themselves."""

from livefair.kernel import Fact


class PersonJoined(Fact, frozen=True, kw_only=True):
    person_id: str
    locale: str | None


class RoleGiven(Fact, frozen=True, kw_only=True):
    person_id: str
    role: str


class PersonSuspended(Fact, frozen=True, kw_only=True):
    person_id: str


class PersonRestored(Fact, frozen=True, kw_only=True):
    person_id: str


class PersonRemoved(Fact, frozen=True, kw_only=True):
    """Moderators have removed somebody: nobody meets them, and they can only read and appeal."""

    person_id: str
    case_id: str


class PersonReturned(Fact, frozen=True, kw_only=True):
    """The decision that removed somebody was reversed."""

    person_id: str


class OrganisationFounded(Fact, frozen=True, kw_only=True):
    organisation_id: str
    kind: str
    founder_id: str


class MemberAdded(Fact, frozen=True, kw_only=True):
    organisation_id: str
    person_id: str


class MemberRemoved(Fact, frozen=True, kw_only=True):
    organisation_id: str
    person_id: str
    by: str


class HostInvited(Fact, frozen=True, kw_only=True):
    roster_id: str
    mcn_id: str
    host_id: str
    share_bp: int


class HostJoinedMcn(Fact, frozen=True, kw_only=True):
    roster_id: str
    mcn_id: str
    host_id: str
    share_bp: int
    ends_at_ms: int


class HostLeftMcn(Fact, frozen=True, kw_only=True):
    roster_id: str
    mcn_id: str
    host_id: str


class PersonFollowed(Fact, frozen=True, kw_only=True):
    follower_id: str
    followed_id: str


class PersonUnfollowed(Fact, frozen=True, kw_only=True):
    follower_id: str
    followed_id: str


class PersonBlocked(Fact, frozen=True, kw_only=True):
    blocker_id: str
    blocked_id: str


class AgeConfirmed(Fact, frozen=True, kw_only=True):
    """Somebody, or an operator for them, said when they were born; the day itself is in no fact."""

    person_id: str
    is_adult: bool
    by: str


class ConsentGiven(Fact, frozen=True, kw_only=True):
    person_id: str
    purpose: str
    text_version: str


class ConsentWithdrawn(Fact, frozen=True, kw_only=True):
    person_id: str
    purpose: str


class GuestCame(Fact, frozen=True, kw_only=True):
    """Somebody means to buy without an account."""

    person_id: str


class BadgeGiven(Fact, frozen=True, kw_only=True):
    """`badge` is fan, helper, author or reviewer; `about`: with which host, "" for the whole fair."""

    person_id: str
    badge: str
    about: str
    level: int


class BadgeTaken(Fact, frozen=True, kw_only=True):
    person_id: str
    badge: str
    about: str
