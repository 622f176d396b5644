"""What is said when something in a room is refused, beyond what words.py says already."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_LIVE: Final = {
    "asked_already": N_("Somebody asked this at the same moment. Please vote for it."),
    "has_started": N_("This show has started already."),
    "not_hidden": N_("This is shown already."),
    "not_over": N_("This show is not over yet."),
    "not_to_start": N_("This show is over or was cancelled."),
    "program_only": N_("Only the program itself does this."),
    "pulse_unknown": N_("Please tap one of the signs."),
    "room_full": N_("The room is full. Please try again in a moment."),
    "too_many_moderators": N_("A room has at most %(limit)s moderators."),
    "too_many_pins": N_("A show has at most %(limit)s pins."),
    "too_many_shows": N_("At most %(limit)s shows can be planned at once."),
}
