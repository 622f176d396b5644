"""What is said when an engine refuses (kernel, ledger, media), or a part that stands close to one."""

from typing import Final

from livefair.web.i18n import N_

REFUSALS_OF_ENGINES: Final = {
    "already_resolved": N_("This payment was settled or returned already."),
    "amount_not_positive": N_("The amount must be above zero."),
    "amount_too_large": N_("This amount is too large."),
    "bad_file_kind": N_("There is no such kind of file."),
    "broken": N_("This file is damaged and cannot be read."),
    "codec_not_allowed": N_("Your browser or encoder offers no codec accepted here: please use H.264 and Opus."),
    "content_type": N_("Please send this as %(needed)s."),
    "database_closed": N_("The program is being stopped. Please try again in a moment."),
    "engine_cannot": N_("The media server %(engine)s does not offer this: %(what)s."),
    "insufficient_funds": N_("There is not enough money on this account."),
    "key_reused": N_("This key belongs to another posting already."),
    "name_malformed": N_("This is not the name of a room."),
    "no_live_packets": N_("No pictures arrive here at the moment."),
    "no_picture_yet": N_("There is no picture of this show yet."),
    "no_sound": N_("This room has no sound."),
    "not_live_yet": N_("No pictures have arrived here yet."),
    "not_offered": N_("This quality is not offered at the moment."),
    "not_open": N_("No show takes pictures here."),
    "nothing_new": N_("There are no newer pictures yet. Please ask again."),
    "number_malformed": N_("%(name)s must be a whole number."),
    "offer_malformed": N_("This connection offer cannot be read."),
    "offer_too_large": N_("This connection offer is too large."),
    "over_held": N_("More than is held cannot be taken."),
    "refund_over_paid": N_("More than was paid cannot go back."),
    "request_refused": N_("The media server does not understand this request."),
    "ticket_refused": N_("This stream key or ticket is not valid (any more)."),
    "too_expensive": N_("This file takes too long to prepare."),
    "too_many_connections": N_("Too many connections from your address: at most %(most)s."),
    "too_many_failures": N_("Too many failed tries. Please wait a moment."),
    "too_many_ladders": N_("Smaller pictures are made of at most %(limit)s rooms."),
    "too_many_viewers": N_("All low-latency seats are taken; the ordinary picture is a little later."),
    "transfer_key": N_("A posting needs a key of at most %(max)s characters."),
    "transfer_size": N_("A posting has 2 to %(max)s legs."),
    "transfer_unbalanced": N_("The legs of this posting do not sum to zero."),
    "unknown_account": N_("There is no such account."),
    "why_too_long": N_("The reason of a posting is too long."),
}
