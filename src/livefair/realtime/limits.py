"""How much one client may send."""

from collections import OrderedDict


class TokenBucket:
    """Allows `per_s` actions a second, and `burst` at once. Times are monotonic seconds."""

    __slots__ = ("_at_s", "_burst", "_per_s", "_tokens")

    def __init__(self, per_s: float, burst: float) -> None:
        self._per_s = per_s
        self._burst = burst
        self._tokens = burst
        self._at_s: float | None = None

    def take(self, now_s: float, amount: float = 1) -> bool:
        """Use `amount` tokens if they are there."""
        if self._at_s is not None and now_s > self._at_s:
            self._tokens = min(self._burst, self._tokens + (now_s - self._at_s) * self._per_s)
        self._at_s = now_s if self._at_s is None else max(now_s, self._at_s)
        if self._tokens < amount:
            return False
        self._tokens -= amount
        return True


class Allowance:
    """One bucket per key (an address, an account), for the `keys_max` keys seen last."""

    def __init__(self, per_s: float, burst: float, *, keys_max: int = 50_000) -> None:
        self._per_s = per_s
        self._burst = burst
        self._keys_max = keys_max
        self._buckets: OrderedDict[str, TokenBucket] = OrderedDict()

    def take(self, key: str, now_s: float, amount: float = 1) -> bool:
        """Use `amount` of the key's tokens if they are there."""
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = TokenBucket(self._per_s, self._burst)
            if len(self._buckets) > self._keys_max:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(key)
        return bucket.take(now_s, amount)
