"""A brand's coupons: issued, counted, stopped."""

from livefair.web.coupon_desk import coupon_desk

router = coupon_desk("desk", "brand", "brand")
