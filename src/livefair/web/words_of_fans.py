"""What is said when something about fan clubs is refused, or tells of them."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_FANS: Final = {
    "club_closed": N_("This club takes nobody in right now."),
    "fan_level": N_("You have reached level %(level)s of “%(club)s”"),
    "not_your_club": N_("This is another host's club."),
    "too_many_clubs": N_("You can be in at most %(limit)s fan clubs."),
}
