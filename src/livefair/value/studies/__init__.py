"""Studies: the path model, attribution and retention on the platform's own facts, of people who consented to research.

Each is made weekly or when asked, kept with its rows, window, version and seed, or with why it could not be made; its
data and command give the same numbers elsewhere.
"""

from livefair.value.studies.answers import answers_table
from livefair.value.studies.asking import ask_for_study, known_kind
from livefair.value.studies.customers import MODELS, items, model_of, model_text_of
from livefair.value.studies.estimating import KINDS, Kept, Kind
from livefair.value.studies.extracts import Extract, ItemSeen, Seen
from livefair.value.studies.queries import Latest, Study, data_of, latest_study

__all__ = [
    "KINDS",
    "MODELS",
    "Extract",
    "ItemSeen",
    "Kept",
    "Kind",
    "Latest",
    "Seen",
    "Study",
    "answers_table",
    "ask_for_study",
    "data_of",
    "items",
    "known_kind",
    "latest_study",
    "model_of",
    "model_text_of",
]
