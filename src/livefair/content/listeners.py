"""What moderators decide about videos, comments and topics is done here, in whatever order facts arrive; and a video
that its author has described while it was being prepared is published as soon as it is ready. What people buy, like
and follow is found before what has the same words.
"""

from livefair.content import rules
from livefair.content.comments import hide_or_restore_comment
from livefair.content.cuttings import give_up_cutting, take_cutting
from livefair.content.events import VideoLiked, VideoReady
from livefair.content.topics import hide_or_restore_topic
from livefair.content.videos import hide_or_restore, publish, video_for
from livefair.discovery import add_popularity
from livefair.governance import AppealDecided, CaseDecided, Subject, removing_case
from livefair.kernel import SYSTEM, Actor, WriteTx, listens_to
from livefair.live.events_of_hosting import RecordingExported, RecordingNotExported
from livefair.people.events import PersonFollowed, PersonUnfollowed
from livefair.shop.events import OrderPaid

_OWNED = {"video": hide_or_restore, "comment": hide_or_restore_comment, "topic": hide_or_restore_topic}


@listens_to(CaseDecided)
def heed_decision(tx: WriteTx, fact: CaseDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


@listens_to(AppealDecided)
def heed_appeal(tx: WriteTx, fact: AppealDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


@listens_to(VideoReady)
def publish_described(tx: WriteTx, fact: VideoReady) -> None:
    author = Actor(fact.author_id)
    video = video_for(tx, author, fact.video_id)
    if video.title and rules.is_due(video.publish_at_ms, tx.now_ms):
        publish(tx, author, fact.video_id)


@listens_to(RecordingExported)
def prepare_what_was_cut(tx: WriteTx, fact: RecordingExported) -> None:
    if fact.purpose == "draft":
        take_cutting(tx, fact.host_id, fact.export_id, file_key=fact.file_key, byte_count=fact.byte_count)


@listens_to(RecordingNotExported)
def say_what_was_not_cut(tx: WriteTx, fact: RecordingNotExported) -> None:
    if fact.purpose == "draft":
        give_up_cutting(tx, fact.host_id, fact.export_id)


def _heed(tx: WriteTx, kind: str, subject_id: str) -> None:
    if (follow := _OWNED.get(kind)) is not None:
        follow(tx, SYSTEM, subject_id, removing_case(tx, Subject(kind, subject_id)))


@listens_to(OrderPaid)
def find_what_is_bought_first(tx: WriteTx, fact: OrderPaid) -> None:
    for line in fact.lines:
        add_popularity(tx, "product", line.product_id, line.quantity)


@listens_to(VideoLiked)
def find_what_is_liked_first(tx: WriteTx, fact: VideoLiked) -> None:
    add_popularity(tx, "video", fact.video_id, 1)


@listens_to(PersonFollowed)
def find_who_is_followed_first(tx: WriteTx, fact: PersonFollowed) -> None:
    add_popularity(tx, "person", fact.followed_id, 1)


@listens_to(PersonUnfollowed)
def find_who_was_left_later(tx: WriteTx, fact: PersonUnfollowed) -> None:
    add_popularity(tx, "person", fact.followed_id, -1)
