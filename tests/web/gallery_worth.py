"""Samples of the pages about what a brand is worth."""

from livefair.kernel import Money
from livefair.value.worth.terms import ASSUMED
from livefair.web.worth_views import CaseView, PartView, WorthView
from tests.web.samples import DAY_MS, NOW_MS, Shown

CASES = [
    CaseView("Low", 0.11, 0.152, 0.01, Money(1_200_000)),
    CaseView("Middle", 0.31, 0.132, 0.02, Money(4_800_000)),
    CaseView("High", 0.52, 0.112, 0.03, Money(11_000_000)),
]
WORTH = WorthView(
    is_house=True,
    said=ASSUMED._replace(version=3),
    typed={"opex": "100.00", "capital": "0.00", "tax": "25", "wacc": "10", "growth": "2"},
    weeks=[(NOW_MS - 7 * week * DAY_MS, Money(90_000 + 1_000 * week)) for week in range(4, 0, -1)],
    parts=[
        PartView("Cost value", "¥0.62", 0.4),
        PartView("Relationship value", "¥312", -0.2),
        PartView("Power", "9", None),
    ],
    strength=61.0,
    people=(120, 31, 410, 60),
    places=7,
    role=(0.11, 0.31, 0.52),
    cases=CASES,
    years=[Money(3_000_000 + year) for year in range(5)],
    why=None,
)


def pages() -> Shown:
    young = WORTH._replace(
        is_house=False, said=ASSUMED, weeks=[], strength=None, role=None, cases=[], years=[], why="Too young."
    )
    return {
        "console/worth.html": ("/console/worth", {"worth": WORTH}),
        "desk/worth.html": ("/desk/worth", {"worth": young}),
    }
