"""What moderators decide about videos and comments is done here, whatever order the facts arrive in; and a video
that its author has described while it was being prepared is published as soon as it is ready.
"""

from livefair.content.comments import hide_or_restore_comment
from livefair.content.events import VideoReady
from livefair.content.videos import hide_or_restore, publish, video_for
from livefair.governance import AppealDecided, CaseDecided, Subject, removing_case
from livefair.kernel import SYSTEM, Actor, WriteTx, listens_to

_OWNED = {"video": hide_or_restore, "comment": hide_or_restore_comment}


@listens_to(CaseDecided)
def heed_decision(tx: WriteTx, fact: CaseDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


@listens_to(AppealDecided)
def heed_appeal(tx: WriteTx, fact: AppealDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


@listens_to(VideoReady)
def publish_described(tx: WriteTx, fact: VideoReady) -> None:
    author = Actor(fact.author_id)
    if video_for(tx, author, fact.video_id).title:
        publish(tx, author, fact.video_id)


def _heed(tx: WriteTx, kind: str, subject_id: str) -> None:
    if (follow := _OWNED.get(kind)) is not None:
        follow(tx, SYSTEM, subject_id, removing_case(tx, Subject(kind, subject_id)))
