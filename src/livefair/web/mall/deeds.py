"""What somebody has given to the others here, in numbers that anybody could count again."""

from typing import Final, NamedTuple

from livefair.community.queries import deeds_of as deeds_of_reviewer
from livefair.content.queries import deeds_of as deeds_of_author
from livefair.kernel import Actor, ReadTx
from livefair.live.questions import asked_by
from livefair.web.i18n import N_, gettext

LABELS: Final = {
    "reviews": N_("Reviews written"),
    "found_helpful": N_("Found helpful"),
    "votes": N_("Helpful votes given"),
    "videos": N_("Videos published"),
    "comments": N_("Comments written"),
    "shares": N_("Videos passed on"),
    "questions": N_("Questions asked"),
}


class DeedView(NamedTuple):
    label: str
    times: int


def deeds(tx: ReadTx, actor: Actor, locale: str) -> list[DeedView]:
    """Those that there are, in the order above; none at all for somebody who has only looked so far."""
    counted = {
        **deeds_of_reviewer(tx, actor.id)._asdict(),
        **deeds_of_author(tx, actor.id)._asdict(),
        "questions": asked_by(tx, actor.id),
    }
    return [DeedView(gettext(words, locale), counted[name]) for name, words in LABELS.items() if counted[name]]
