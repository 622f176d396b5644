"""What happens around the host's own work: explaining, knowledge, rehearsals, violations."""

from livefair.kernel import Fact


class PointCovered(Fact, frozen=True, kw_only=True):
    """A point of a product has been explained. `by` is script or tap; a point of the host's own begins with `own:`."""

    room_id: str
    show_id: str
    product_id: str
    point: str
    by: str
    offset_ms: int


class PointReopened(Fact, frozen=True, kw_only=True):
    """It had not been explained after all."""

    room_id: str
    show_id: str
    product_id: str
    point: str


class QuizTaken(Fact, frozen=True, kw_only=True):
    """A host has answered the quiz on goods of a regulated category."""

    person_id: str
    category: str
    version: int
    wrong: int
    questions: int
    is_passed: bool


class RehearsalBegan(Fact, frozen=True, kw_only=True):
    """A planned show is rehearsed before a simulated crowd."""

    rehearsal_id: str
    show_id: str
    host_id: str
    seed: int


class RehearsalEnded(Fact, frozen=True, kw_only=True):
    """`score` is from 0 to 100."""

    rehearsal_id: str
    show_id: str
    host_id: str
    score: int


class ViolationNoticed(Fact, frozen=True, kw_only=True):
    """Something went against a rule on air. `violation_kind` is claim or decision; `place` is where it stands."""

    room_id: str
    show_id: str
    violation_id: str
    violation_kind: str
    place: str
    rule_code: str
    rule_version: int


class ViolationCleared(Fact, frozen=True, kw_only=True):
    """The host has given evidence for a claim."""

    room_id: str
    show_id: str
    violation_id: str


class ViolationCorrected(Fact, frozen=True, kw_only=True):
    """The host has told all viewers that it was not right."""

    room_id: str
    show_id: str
    violation_id: str
    offset_ms: int


class RestockWanted(Fact, frozen=True, kw_only=True):
    """One more viewer wants more of a product; `votes` are all of them."""

    room_id: str
    show_id: str
    product_id: str
    votes: int


class RestockAsked(Fact, frozen=True, kw_only=True):
    """The host has asked the brand for more pieces."""

    room_id: str
    show_id: str
    restock_id: str
    brand_id: str
    sku_id: str
    votes: int
    wanted: int


class RestockAnswered(Fact, frozen=True, kw_only=True):
    """The brand has added so many pieces; 0: it cannot. `ready_at_ms`: when they are in the house, if not yet."""

    room_id: str
    show_id: str
    restock_id: str
    product_id: str
    sku_id: str
    added: int
    waited_ms: int
    ready_at_ms: int | None = None


class LayoutSet(Fact, frozen=True, kw_only=True):
    """The room's page is arranged in another way from now on."""

    room_id: str
    show_id: str
    layout: str


class RecordingExported(Fact, frozen=True, kw_only=True):
    """A stretch of a recording has become one film. `purpose` is film or draft, of which a short video is made."""

    room_id: str
    show_id: str
    host_id: str
    export_id: str
    purpose: str
    file_key: str
    byte_count: int
    lasts_ms: int


class RecordingNotExported(Fact, frozen=True, kw_only=True):
    """It could not be made; `failure_code` says why."""

    room_id: str
    show_id: str
    host_id: str
    export_id: str
    purpose: str
    failure_code: str


class TargetAdded(Fact, frozen=True, kw_only=True):
    """The room is to be sent on to an outside server, `host` by name; the key is in no fact."""

    room_id: str
    target_id: str
    host: str


class TargetStarted(Fact, frozen=True, kw_only=True):
    room_id: str
    target_id: str


class TargetStopped(Fact, frozen=True, kw_only=True):
    room_id: str
    target_id: str


class TargetRemoved(Fact, frozen=True, kw_only=True):
    room_id: str
    target_id: str


class TargetChanged(Fact, frozen=True, kw_only=True):
    """It is waiting, connecting, live or down, for a reason."""

    room_id: str
    target_id: str
    state: str
    reason: str


class LadderChosen(Fact, frozen=True, kw_only=True):
    """An operator wants the room's picture offered smaller as well."""

    room_id: str
    by: str


class LadderDropped(Fact, frozen=True, kw_only=True):
    room_id: str
    by: str


class SignalWarned(Fact, frozen=True, kw_only=True):
    """What is wrong with the picture and sound that come in, from now on; empty: nothing any more."""

    room_id: str
    publishing_id: str
    warnings: list[str]


class ShowHandedOver(Fact, frozen=True, kw_only=True):
    """The agency has given a planned show to another of its hosts; `room_id` is where it will be."""

    room_id: str
    show_id: str
    from_host_id: str
    to_host_id: str


class CaptionCorrected(Fact, frozen=True, kw_only=True):
    """What was said stands there in other words now."""

    room_id: str
    show_id: str
    caption_id: str
    corrected_by: str


class CaptionWithdrawn(Fact, frozen=True, kw_only=True):
    """Nobody is shown this line any more, on air or in the replay."""

    room_id: str
    show_id: str
    caption_id: str
    withdrawn_by: str


class StoryShown(Fact, frozen=True, kw_only=True):
    """The host has shown a brand's story card to the room."""

    room_id: str
    show_id: str
    story_id: str
    brand_id: str
    offset_ms: int
