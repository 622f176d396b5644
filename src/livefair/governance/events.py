"""Facts that governance announces. Whoever owns a subject listens, and hides or restores it."""

from livefair.kernel import Fact


class RuleSetPublished(Fact, frozen=True, kw_only=True):
    """A new version of the rules stands; it is in force from `effective_at_ms`."""

    version: int
    effective_at_ms: int


class GiftPolicySet(Fact, frozen=True, kw_only=True):
    """The limits of gifts were set anew; they hold at once."""

    version: int
    set_by: str


class FanPolicySet(Fact, frozen=True, kw_only=True):
    """What counts how much in fan clubs was set anew; it holds for what is done from now on."""

    version: int
    set_by: str


class IdeaPolicySet(Fact, frozen=True, kw_only=True):
    """What product ideas need and get was set anew; it holds at once."""

    version: int
    set_by: str


class PermitPolicySet(Fact, frozen=True, kw_only=True):
    """Which goods need a permit was set anew; it holds at once."""

    version: int
    set_by: str


class TierPolicySet(Fact, frozen=True, kw_only=True):
    """What the tiers of hosts take was set anew; they are counted by it from the next day on."""

    version: int
    set_by: str


class FeedPolicySet(Fact, frozen=True, kw_only=True):
    """The knobs of the feed were set anew; they hold at once."""

    version: int
    set_by: str


class ReportFiled(Fact, frozen=True, kw_only=True):
    """Somebody has reported something that is shown."""

    report_id: str
    case_id: str
    reporter_id: str
    subject_kind: str
    subject_id: str
    reason: str
    due_at_ms: int


class CaseDecided(Fact, frozen=True, kw_only=True):
    """A moderator has decided: `keep`, `remove` or `warn`. The owner of the subject acts on `remove`."""

    case_id: str
    subject_kind: str
    subject_id: str
    author_id: str | None
    outcome: str
    rule_version: int
    rule_code: str | None
    decided_by: str
    reports: int
    wait_ms: int


class DecisionAppealed(Fact, frozen=True, kw_only=True):
    """The author asks for a second look."""

    appeal_id: str
    case_id: str
    author_id: str


class AppealDecided(Fact, frozen=True, kw_only=True):
    """A second moderator has `upheld` or `overturned`; what was removed and is overturned is shown again."""

    appeal_id: str
    case_id: str
    subject_kind: str
    subject_id: str
    author_id: str
    first_outcome: str
    outcome: str
    decided_by: str


class PersonNotified(Fact, frozen=True, kw_only=True):
    """A notice waits for a person."""

    notice_id: str
    person_id: str
    notice_kind: str
    case_id: str
