"""The house's coupons, for which it pays itself."""

from livefair.web.coupon_desk import coupon_desk

router = coupon_desk("console", "house", "operator")
