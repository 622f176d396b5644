"""What is said when something about fan clubs is refused, or tells of them."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_FANS: Final = {
    "club_closed": N_("This club takes nobody in right now."),
    "fan_level": N_("You have reached level %(level)s of “%(club)s”"),
    "fan_message": N_("%(host)s writes to the club: %(text)s"),
    "fan_thanks": N_("%(host)s thanks you for being there"),
    "members_only": N_("Only members of the club may do this."),
    "not_your_club": N_("This is another host's club."),
    "thanked_today": N_("You have thanked this member today."),
    "too_many_clubs": N_("You can be in at most %(limit)s fan clubs."),
    "too_many_lines": N_("At most %(limit)s lines a minute. Please wait a little."),
    "too_many_messages": N_("At most %(limit)s messages in 24 hours."),
    "wants_no_messages": N_("This member does not want to hear from you."),
}
