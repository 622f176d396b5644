"""What happened with questions that hosts have passed on to brands."""

from livefair.kernel import Fact


class QuestionPassedOn(Fact, frozen=True, kw_only=True):
    """The host has asked the brand, which is to answer in time."""

    room_id: str
    show_id: str
    question_id: str
    brand_id: str
    due_at_ms: int


class QuestionLeftByBrand(Fact, frozen=True, kw_only=True):
    """The time was over, and nobody had answered."""

    room_id: str
    show_id: str
    question_id: str
    brand_id: str
