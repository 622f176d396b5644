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
