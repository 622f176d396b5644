"""What a year costs, as the house and one brand of the demo world say: from it their names' worth is reckoned."""

from livefair.value.worth import HOUSE, Said, set_terms
from livefair.world.fair import Fair
from livefair.world.setting_up import demo

HOUSE_SAID = Said(opex_minor=300_000, capital_minor=200_000, tax_bp=2_500, wacc_bp=1_000, growth_bp=200)
BRAND_SAID = Said(opex_minor=4_000_000, capital_minor=6_000_000, tax_bp=2_500, wacc_bp=1_000, growth_bp=200)


def say_what_a_year_costs(fair: Fair) -> None:
    fair.db.write_now(set_terms, demo(fair, "operator"), HOUSE, HOUSE_SAID)
    owner = fair.brands[0]
    fair.db.write_now(set_terms, owner, str(owner.organisation_id), BRAND_SAID)
