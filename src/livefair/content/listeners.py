"""What moderators decide about videos and comments is done here, whatever order the facts arrive in."""

from livefair.content.comments import hide_or_restore_comment
from livefair.content.videos import hide_or_restore
from livefair.governance import AppealDecided, CaseDecided, Subject, removing_case
from livefair.kernel import SYSTEM, WriteTx, listens_to

_OWNED = {"video": hide_or_restore, "comment": hide_or_restore_comment}


@listens_to(CaseDecided)
def heed_decision(tx: WriteTx, fact: CaseDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


@listens_to(AppealDecided)
def heed_appeal(tx: WriteTx, fact: AppealDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


def _heed(tx: WriteTx, kind: str, subject_id: str) -> None:
    if (follow := _OWNED.get(kind)) is not None:
        follow(tx, SYSTEM, subject_id, removing_case(tx, Subject(kind, subject_id)))
