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
    "creator_tier": {
        "1": N_("Beginner"),
        "2": N_("Rising"),
        "3": N_("Established"),
        "4": N_("Leading"),
    },
    "creator_criterion": {
        "followers": N_("Followers"),
        "minutes": N_("Minutes on air"),
        "sold_minor": N_("Sales through the host"),
        "returned_bp": N_("Of that given back"),
    },
    "programme_kind": {
        "traffic": N_("Traffic"),
        "cash": N_("Cash"),
        "training": N_("Training"),
    },
    "programme_stage": {
        "open": N_("Open for applications"),
        "drawing": N_("About to be drawn"),
        "running": N_("Under way"),
        "closed": N_("Closed"),
    },
    "programme_arm": {
        "treated": N_("Supported"),
        "holdout": N_("Held out"),
    },
    "programme_unmeasured": {
        "not_drawn": N_("Nothing was drawn yet."),
        "too_early": N_("The first whole day after the draw is not over yet."),
        "arm_small": N_("A side has fewer than two people: nothing can be said."),
        "arms_number": N_("There are not two sides: nothing can be said."),
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
