"""What comes next: things met together (`covisit`), and the order in which candidates are shown (`ranking`).

What a thing is, only its caller knows: here it is a key, a kind, a creator and some numbers between 0 and 1.
"""

from livefair.discovery.recommending.covisit import CoVisits, Met, Visits
from livefair.discovery.recommending.ranking import (
    BEST,
    FLOOR,
    LOT,
    TRIAL,
    Candidates,
    Chance,
    Policy,
    Slot,
    rank,
)

__all__ = [
    "BEST",
    "FLOOR",
    "LOT",
    "TRIAL",
    "Candidates",
    "Chance",
    "CoVisits",
    "Met",
    "Policy",
    "Slot",
    "Visits",
    "rank",
]
