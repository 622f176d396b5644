"""A host's own coupons, out of the host's commission."""

from livefair.web.coupon_desk import coupon_desk

router = coupon_desk("studio", "host", "host")
