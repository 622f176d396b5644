"""Attribution: whose doing was it that an order was kept? Rules beside each other, and experiments that outrank them.

Pure functions over arrays, without database or clock; docs/measures/attribution.en.md explains every number.
"""

from livefair.value.attribution.attributing import NOBODY, Attribution, Credit, attribute
from livefair.value.attribution.experiments import Beside, Experiment, Lift, beside, experiment_of, lifts
from livefair.value.attribution.journeys import Journey, Journeys, Touch, gathered, journeys_of, settled

__all__ = [
    "NOBODY",
    "Attribution",
    "Beside",
    "Credit",
    "Experiment",
    "Journey",
    "Journeys",
    "Lift",
    "Touch",
    "attribute",
    "beside",
    "experiment_of",
    "gathered",
    "journeys_of",
    "lifts",
    "settled",
]
