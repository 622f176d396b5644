"""Words for people: their age, what they have done in fan clubs, their badges."""

from __future__ import annotations

from typing import Final

from livefair.web.i18n import N_

LABELS_OF_PEOPLE: Final[dict[str, dict[str, str]]] = {
    "rank": {
        "owner": N_("Owner"),
        "member": N_("Member"),
    },
    "brief": {
        "assigned": N_("To be done"),
        "delivered": N_("Delivered"),
        "accepted": N_("Done and accepted"),
        "withdrawn": N_("Not asked for any more"),
    },
    "age": {
        "unknown": N_("Age not said"),
        "minor": N_("Under 18"),
        "adult": N_("Of age"),
    },
    "deed": {
        "watch": N_("Watched a show"),
        "chat": N_("Talked in a show that day"),
        "question": N_("Asked what the host answered"),
        "help": N_("Helped another viewer"),
        "purchase": N_("Bought with the host and kept it"),
        "review": N_("Reviewed what was bought here"),
        "share": N_("Shared a video of the host"),
    },
    "badge": {
        "helper": N_("Helpful"),
        "author": N_("Idea author"),
        "reviewer": N_("Reviewer"),
        "fan": N_("Fan"),
        "challenger": N_("Won challenges"),
        "creator": N_("Creator"),
    },
}
SUBJECTS_OF_FANS: Final[dict[str, str]] = {
    "fan_message": N_("Message to a fan club"),
    "fan_line": N_("Line in a fan club"),
    "topic": N_("Topic of videos"),
}
