"""What a brand is worth here: the platform's own, and each brand's. An estimate, no appraisal."""

from livefair.value.worth.reading import Week, Worth, worth_of
from livefair.value.worth.terms import HOUSE, Said, may_see, said_terms, set_terms

__all__ = ["HOUSE", "Said", "Week", "Worth", "may_see", "said_terms", "set_terms", "worth_of"]
