"""Words for what is wrong with picture and sound, and for the parts of a rehearsal's grade."""

from __future__ import annotations

from typing import Final

from livefair.web.i18n import N_

LABELS_OF_REHEARSALS: Final[dict[str, dict[str, str]]] = {
    "signal": {
        "too_dark": N_("Too dark: turn to the light."),
        "too_bright": N_("Too bright: the picture is washed out."),
        "too_loud": N_("Too loud: step back from the microphone."),
        "silent": N_("Nothing is heard."),
        "frozen": N_("The picture stands still."),
    },
    "rehearsal_part": {
        "pace": N_("Pace"),
        "coverage": N_("Explained"),
        "answers": N_("Answers"),
        "dead_air": N_("Dead air"),
        "stock": N_("Stock"),
        "picture_and_sound": N_("Picture and sound"),
    },
}
