"""Words for where traffic comes from, why something was shown, and the feed's knobs."""

from __future__ import annotations

from typing import Final

from livefair.web.i18n import N_

LABELS_OF_FEED: Final[dict[str, dict[str, str]]] = {
    "traffic_source": {
        "feed": N_("The feed"),
        "declared": N_("The feed, declared as paid advertising"),
        "follow": N_("People who follow you"),
        "search": N_("Search"),
        "share": N_("Links that somebody shared"),
        "outside": N_("From outside"),
    },
    "traffic_reason": {
        "similar": N_("Similar to what they watched"),
        "popular": N_("Much liked"),
        "fresh": N_("New"),
        "follows": N_("They follow you"),
        "on_air": N_("On air"),
        "explore": N_("Tried, without knowing yet"),
    },
    "traffic_given": {
        "none": N_("By its score"),
        "explore": N_("Left to chance"),
        "trial": N_("Trial of what is new"),
        "floor": N_("Share of small creators"),
        "support": N_("Creators' programme"),
    },
    "traffic_kind": {
        "video": N_("Videos"),
        "room": N_("Live rooms"),
        "review": N_("Reviews"),
        "idea": N_("Ideas"),
    },
    "challenge_stage": {
        "coming": N_("Coming"),
        "running": N_("Open now"),
        "over": N_("Over"),
    },
    "feed_knob": {
        "met_together": N_("Weight: watched or bought by the same people"),
        "popular": N_("Weight: much liked"),
        "fresh": N_("Weight: new"),
        "followed": N_("Weight: followed"),
        "on_air": N_("Weight: on air"),
        "explore": N_("Slots left to chance"),
        "small_floor": N_("Slots for small creators, at least"),
        "diversity": N_("Distance between things alike"),
        "creator_cap": N_("Of one creator on a page, at most (a number)"),
    },
}
