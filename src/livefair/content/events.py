"""Facts about videos. What people merely watch is a signal and is journalled in `video_view`."""

from livefair.kernel import Fact


class VideoUploaded(Fact, frozen=True, kw_only=True):
    """A file has arrived and waits to be processed."""

    video_id: str
    author_id: str
    byte_count: int


class VideoReady(Fact, frozen=True, kw_only=True):
    """Processing is done: the author may publish."""

    video_id: str
    author_id: str
    duration_ms: int
    wait_ms: int


class VideoFailed(Fact, frozen=True, kw_only=True):
    """The file cannot be shown; `failure_code` says why."""

    video_id: str
    author_id: str
    failure_code: str


class VideoPublished(Fact, frozen=True, kw_only=True):
    """A video can be seen, with its product tags and its declaration of advertising."""

    video_id: str
    author_id: str
    product_ids: list[str]
    advertising: str


class CoauthorAsked(Fact, frozen=True, kw_only=True):
    """A video's author wants somebody named beside them, for so much of what it earns the author."""

    coauthor_id: str
    video_id: str
    person_id: str
    share_bp: int


class CoauthorJoined(Fact, frozen=True, kw_only=True):
    """They agreed: it is theirs too from now on."""

    coauthor_id: str
    video_id: str
    person_id: str
    share_bp: int


class CoauthorLeft(Fact, frozen=True, kw_only=True):
    """One of the two said no, or no longer."""

    coauthor_id: str
    video_id: str
    person_id: str


class VideoRemoved(Fact, frozen=True, kw_only=True):
    """Its author has taken a video away."""

    video_id: str
    author_id: str


class VideoHidden(Fact, frozen=True, kw_only=True):
    """A moderator's decision has taken a video away."""

    video_id: str
    author_id: str
    case_id: str


class VideoRestored(Fact, frozen=True, kw_only=True):
    """The decision was overturned: the video is back."""

    video_id: str
    author_id: str


class VideoLiked(Fact, frozen=True, kw_only=True):
    video_id: str
    person_id: str
    author_id: str


class VideoSaved(Fact, frozen=True, kw_only=True):
    video_id: str
    person_id: str
    author_id: str


class VideoShared(Fact, frozen=True, kw_only=True):
    share_id: str
    video_id: str
    person_id: str
    author_id: str


class CommentWritten(Fact, frozen=True, kw_only=True):
    """`reply_to_author_id` is the person answered, if it is a reply."""

    comment_id: str
    video_id: str
    video_author_id: str
    author_id: str
    reply_to_author_id: str | None


class CommentRemoved(Fact, frozen=True, kw_only=True):
    """Removed by its author or by the video's author (`removed_by`)."""

    comment_id: str
    video_id: str
    removed_by: str


class TopicOpened(Fact, frozen=True, kw_only=True):
    """Somebody was the first to use these words."""

    topic_id: str
    opened_by: str


class TopicsSet(Fact, frozen=True, kw_only=True):
    """Its author says what a video is about, from now on."""

    video_id: str
    author_id: str
    topic_ids: list[str]


class TopicSeeded(Fact, frozen=True, kw_only=True):
    """An operator has put a topic before everybody."""

    topic_id: str


class TopicUnseeded(Fact, frozen=True, kw_only=True):
    """It stands by its own trend again."""

    topic_id: str


class TopicHidden(Fact, frozen=True, kw_only=True):
    """A moderator's decision has taken a topic away, everywhere."""

    topic_id: str
    case_id: str


class TopicRestored(Fact, frozen=True, kw_only=True):
    """The decision was overturned."""

    topic_id: str


class ChallengeOpened(Fact, frozen=True, kw_only=True):
    """`party_id` has set the prize apart: an organisation or the opener; nothing, where there is no prize."""

    topic_id: str
    opener_id: str
    party_id: str
    starts_at_ms: int
    ends_at_ms: int
    prize_minor: int
    currency: str


class ChallengeJudged(Fact, frozen=True, kw_only=True):
    """Its opener has named the winners, whose prizes are handed over."""

    topic_id: str
    opener_id: str
    winner_ids: list[str]
    video_ids: list[str]
    prize_minor: int
    currency: str


class ChallengeLapsed(Fact, frozen=True, kw_only=True):
    """Nobody was named in time: the prize went back."""

    topic_id: str
    opener_id: str
    prize_minor: int
    currency: str


class CreatorTierChanged(Fact, frozen=True, kw_only=True):
    """A host is of another tier, with the numbers that it rests on; `was` 0: they had none yet."""

    person_id: str
    tier: int
    was: int
    followers: int
    minutes: int
    sold_minor: int
    returned_bp: int


class ProgrammeOpened(Fact, frozen=True, kw_only=True):
    """Support for creators can be applied for; a budget in cash is set apart."""

    programme_id: str
    opened_by: str
    programme_kind: str
    budget_minor: int
    currency: str


class ProgrammeApplied(Fact, frozen=True, kw_only=True):
    programme_id: str
    person_id: str
    tier: int


class ProgrammeDrawn(Fact, frozen=True, kw_only=True):
    """By lot of the seed: who is supported, who is held out."""

    programme_id: str
    seed: str
    treated_ids: list[str]
    holdout_ids: list[str]
    paid_minor: int
    currency: str


class ProgrammeClosed(Fact, frozen=True, kw_only=True):
    """It is over, or too few had applied; what was not paid is the house's again."""

    programme_id: str
    returned_minor: int
    currency: str
