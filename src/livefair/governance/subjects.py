"""What can be reported: anything that is shown. Governance never knows what it is, only its kind, id and author."""

import re
from typing import NamedTuple

from livefair.kernel import require_valid
from livefair.people import clean_text

SNAPSHOT_CHARS_MAX = 4_000
_KIND = re.compile(r"[a-z][a-z_]{0,31}")
_ID = re.compile(r"[A-Za-z0-9:_-]{1,80}")


class Subject(NamedTuple):
    """A thing by its kind (`video`, `comment`, `review` …, the owner's word) and its id there."""

    kind: str
    id: str


class Shown(NamedTuple):
    """A subject as the reporter saw it. `author_id` is the person who may appeal, if there is one."""

    subject: Subject
    author_id: str | None
    snapshot: str


def checked(shown: Shown) -> Shown:
    subject = shown.subject
    require_valid(_KIND.fullmatch(subject.kind) is not None, "subject_unknown")
    require_valid(_ID.fullmatch(subject.id) is not None, "subject_unknown")
    snapshot = clean_text(shown.snapshot[:SNAPSHOT_CHARS_MAX], field="snapshot", limit=SNAPSHOT_CHARS_MAX)
    return Shown(subject, shown.author_id, snapshot)
