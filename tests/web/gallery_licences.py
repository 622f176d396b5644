"""Samples of reviews before their brand, of licences to advertise with them, and of the advertisement."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from livefair.kernel import Money
from livefair.web.licence_views import AdView, LicenceView
from tests.web.samples import DAY_MS, NOW_MS, Shown, goods, reviews

ASKED = LicenceView(
    id="l-1",
    review_id="r1",
    brand="橙色衣橱",
    good=goods()[0],
    note="商品页顶部，还有门店的海报。",
    fee=Money(8_800),
    paid=Money(0),
    days=30,
    state="asked",
    asked_at_ms=NOW_MS - DAY_MS,
    granted_at_ms=None,
    until_ms=NOW_MS + 13 * DAY_MS,
    ended_at_ms=None,
    is_shown=False,
)
GRANTED = ASKED._replace(id="l-2", state="granted", granted_at_ms=NOW_MS - DAY_MS, is_shown=True)
OVER = ASKED._replace(id="l-3", state="ended", ended_at_ms=NOW_MS - DAY_MS, paid=Money(8_800))
AD = AdView(reviews()[0], "橙色衣橱", NOW_MS + 20 * DAY_MS)


def mall() -> Shown:
    return {
        "mall/licences.html": ("/me/licences", {"licences": [ASKED, GRANTED, OVER]}),
        "mall/_ad.html": ("/p/sneaker", {"ad": AD}),
    }


def desk() -> Shown:
    values = {"text": "", "fee": "", "days": "", "note": "", "key": "k" * 12}
    first, second = (
        Ns(review=review, good=goods()[0], answer=answer, is_verified=True, licence=licence)
        for review, answer, licence in zip(
            reviews(), (None, "谢谢，下次换厚一点的盒子。"), (GRANTED, None), strict=True
        )
    )
    return {
        "desk/reviews.html": ("/desk/reviews", {"found": [first, second], "next_url": "/desk/reviews?before=r2"}),
        "desk/review.html": ("/desk/reviews/r2", {"found": second, "values": values, "days_max": 180}),
    }
