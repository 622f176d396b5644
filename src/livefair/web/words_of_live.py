"""What is said when something in a room is refused, beyond what words.py says already."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_LIVE: Final = {
    "draw_full": N_("This draw has no room for more people."),
    "draw_open": N_("A draw is open in this room already."),
    "draw_over": N_("This draw is over."),
    "entered_already": N_("You take part already."),
    "follow_first": N_("Please follow the host to take part."),
    "hidden_by_another": N_("Somebody else has hidden this; only they can show it again."),
    "host_cannot_be_muted": N_("A host cannot be muted in their own room."),
    "host_cannot_enter": N_("Those who run the room cannot take part."),
    "moderators_cannot_mute_each_other": N_("Moderators cannot mute each other."),
    "phrase_first": N_("Please say “%(phrase)s” in the chat to take part."),
    "protocol_unknown": N_("There is no such way to publish."),
    "scene_unknown": N_("Please choose a scene from the list."),
    "too_far_ahead": N_("This is too far ahead."),
    "too_many_draws": N_("A show has at most %(limit)s draws."),
    "asked_already": N_("Somebody asked this at the same moment. Please vote for it."),
    "bad_time": N_("Please choose a day and a time."),
    "choose_a_product": N_("Please choose a product for this block."),
    "has_started": N_("This show has started already."),
    "not_hidden": N_("This is shown already."),
    "not_over": N_("This show is not over yet."),
    "not_to_start": N_("This show is over or was cancelled."),
    "program_only": N_("Only the program itself does this."),
    "pulse_unknown": N_("Please tap one of the signs."),
    "room_full": N_("The room is full. Please try again in a moment."),
    "reminder_soon": N_("%(host)s goes on air soon: %(title)s"),
    "too_many_blocks_in_show": N_("A show has at most %(limit)s blocks."),
    "too_many_moderators": N_("A room has at most %(limit)s moderators."),
    "too_many_pins": N_("A show has at most %(limit)s pins."),
    "too_many_shows": N_("At most %(limit)s shows can be planned at once."),
}
