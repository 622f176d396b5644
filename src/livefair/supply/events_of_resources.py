"""What partners have lent each other."""

from livefair.kernel import Fact


class ResourceOffered(Fact, frozen=True, kw_only=True):
    resource_id: str
    owner_id: str
    kind: str


class ResourceWithdrawn(Fact, frozen=True, kw_only=True):
    resource_id: str
    owner_id: str


class ResourceBooked(Fact, frozen=True, kw_only=True):
    booking_id: str
    resource_id: str
    owner_id: str
    host_id: str
    from_ms: int
    until_ms: int
    fee_minor: int
    currency: str


class BookingCancelled(Fact, frozen=True, kw_only=True):
    """`returned_minor` of the fee went back."""

    booking_id: str
    resource_id: str
    cancelled_by: str
    returned_minor: int


class BookingEnded(Fact, frozen=True, kw_only=True):
    """Its time is over: the owner has the fee."""

    booking_id: str
    resource_id: str
    fee_minor: int


class FundOpened(Fact, frozen=True, kw_only=True):
    """A partner has set money apart to support people."""

    fund_id: str
    sponsor_id: str
    given_minor: int
    currency: str


class FundGranted(Fact, frozen=True, kw_only=True):
    fund_id: str
    sponsor_id: str
    grant_id: str
    person_id: str
    minor: int
    currency: str


class FundClosed(Fact, frozen=True, kw_only=True):
    """What was not granted went back to its sponsor."""

    fund_id: str
    sponsor_id: str
    returned_minor: int
    currency: str
