"""What happened between agencies and their hosts."""

from livefair.kernel import Fact


class BriefAssigned(Fact, frozen=True, kw_only=True):
    """An agency asks one of its hosts for something, with these goods, until a day."""

    brief_id: str
    mcn_id: str
    host_id: str
    product_ids: list[str]
    due_at_ms: int


class BriefDelivered(Fact, frozen=True, kw_only=True):
    brief_id: str
    mcn_id: str
    host_id: str


class BriefAccepted(Fact, frozen=True, kw_only=True):
    brief_id: str
    mcn_id: str
    host_id: str
    accepted_by: str


class BriefSentBack(Fact, frozen=True, kw_only=True):
    """The agency asks for something else; the host may deliver again."""

    brief_id: str
    mcn_id: str
    host_id: str


class BriefWithdrawn(Fact, frozen=True, kw_only=True):
    brief_id: str
    mcn_id: str
    host_id: str


class TrainingSet(Fact, frozen=True, kw_only=True):
    """An agency wants a host to pass the quiz on a kind of goods until a day."""

    mcn_id: str
    host_id: str
    category: str
    due_at_ms: int


class TrainingDropped(Fact, frozen=True, kw_only=True):
    mcn_id: str
    host_id: str
    category: str
