"""What happened to the value of order lines and of gifts (`line_kind` gift: line and order are the gift's id).

Money in minor units of `currency`.
"""

import msgspec

from livefair.kernel import Fact


class PartyShare(msgspec.Struct, frozen=True, kw_only=True):
    """`party` is a person's or an organisation's id; None is the house itself (role psp or platform) or the pool."""

    role: str
    party: str | None
    minor: int


class SharesPlanned(Fact, frozen=True, kw_only=True):
    line_id: str
    order_id: str
    product_id: str
    currency: str
    rule_version: int
    shares: list[PartyShare]
    line_kind: str = "order"


class SharesReleased(Fact, frozen=True, kw_only=True):
    """The return window has ended: what is left of the shares now belongs to the parties."""

    line_id: str
    order_id: str
    currency: str
    shares: list[PartyShare]
    line_kind: str = "order"


class SharesRefunded(Fact, frozen=True, kw_only=True):
    """What each party gave back of its share; `after_release` says whether it had it already."""

    line_id: str
    order_id: str
    refund_id: str
    currency: str
    after_release: bool
    shares: list[PartyShare]
    line_kind: str = "order"


class ShareRulesPublished(Fact, frozen=True, kw_only=True):
    version: int
    effective_at_ms: int


class PayoutAccountChanged(Fact, frozen=True, kw_only=True):
    """A payee said where its money is to go. The number itself is in no fact."""

    party: str
    account_id: str
    last4: str
    by: str


class PayoutAsked(Fact, frozen=True, kw_only=True):
    """Everything that stood ready for a payee was set aside for its bank; `batch` is the day of the calendar."""

    payout_id: str
    party: str
    amount_minor: int
    currency: str
    batch: str | None
    by: str


class PayoutEnded(Fact, frozen=True, kw_only=True):
    """The provider's word on a payout: `state` is paid, failed, returned or paid_late."""

    payout_id: str
    party: str
    amount_minor: int
    currency: str
    state: str
    failure: str


class PayoutsStopped(Fact, frozen=True, kw_only=True):
    party: str
    reason: str
    by: str


class PayoutsResumed(Fact, frozen=True, kw_only=True):
    party: str
    by: str


class LineContested(Fact, frozen=True, kw_only=True):
    """A party says that its share of a line lacks `asked_minor`; `counterpart` None is the house."""

    contest_id: str
    line_id: str
    order_id: str
    party: str
    counterpart: str | None
    asked_minor: int
    currency: str


class ContestReplied(Fact, frozen=True, kw_only=True):
    """The other side has said something about it; `agrees`: it gives what was asked for."""

    contest_id: str
    line_id: str
    replied_by: str
    agrees: bool


class ContestAnswered(Fact, frozen=True, kw_only=True):
    """`outcome` is mended (what was granted goes over, before the line's release with it), stands or withdrawn."""

    contest_id: str
    line_id: str
    party: str
    counterpart: str | None
    outcome: str
    granted_minor: int
    currency: str
    answered_by: str


class SurveyOpened(Fact, frozen=True, kw_only=True):
    """From now on people of the panel who agreed to it are asked `at_once` of the items by chance."""

    survey_id: str
    panel: str
    bank_version: int
    items: list[str]
    at_once: int
    chance_bp: int
    closes_at_ms: int
    by: str


class SurveyClosed(Fact, frozen=True, kw_only=True):
    survey_id: str
    panel: str
    by: str


class SurveyInvited(Fact, frozen=True, kw_only=True):
    """Somebody was drawn to be asked; `occasion` is what went before: show, delivery or work."""

    invitation_id: str
    survey_id: str
    person_id: str
    items: list[str]
    occasion: str


class SurveyAnswered(Fact, frozen=True, kw_only=True):
    """What was answered is not in it: an answer can be deleted, a fact cannot."""

    invitation_id: str
    survey_id: str
    person_id: str


class SurveySkipped(Fact, frozen=True, kw_only=True):
    invitation_id: str
    survey_id: str
    person_id: str


class SurveyAnswersDeleted(Fact, frozen=True, kw_only=True):
    """Somebody took back everything that they ever answered."""

    person_id: str
    answers: int


class PoolPeriodClosed(Fact, frozen=True, kw_only=True):
    """What 28 days brought into the co-creation pool was divided: `carried_minor` of it stays for the next period. The
    shares are paid when the time for appeals is over."""

    period_id: str
    number: int
    currency: str
    rule_version: int
    collected_minor: int
    carried_minor: int
    shares: list[PartyShare]


class PoolPaid(Fact, frozen=True, kw_only=True):
    period_id: str
    currency: str
    shares: list[PartyShare]


class PoolTakenBack(Fact, frozen=True, kw_only=True):
    """A kept line was refunded after its period was closed: `minor` came back from the parties of that period."""

    period_id: str
    line_id: str
    refund_id: str
    currency: str
    minor: int


class PoolPartAppealed(Fact, frozen=True, kw_only=True):
    appeal_id: str
    period_id: str
    party: str


class PoolAppealAnswered(Fact, frozen=True, kw_only=True):
    """`outcome` is mended, when the house paid `granted_minor`, or stands."""

    appeal_id: str
    period_id: str
    party: str
    outcome: str
    granted_minor: int
    currency: str
    answered_by: str


class WorthTermsSet(Fact, frozen=True, kw_only=True):
    """The owner of a brand ("house": the platform) said what a year costs; `version` counts its own."""

    owner: str
    version: int
    opex_minor: int
    capital_minor: int
    tax_bp: int
    wacc_bp: int
    growth_bp: int
