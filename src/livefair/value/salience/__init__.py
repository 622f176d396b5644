"""Who counts: the salience of each group of stakeholders from facts and answers, with how sure its class is."""

from livefair.value.salience.reading import Group, Salience, salience
from livefair.value.salience.settings import GROUPS, kinds_of_claims

__all__ = ["GROUPS", "Group", "Salience", "kinds_of_claims", "salience"]
