#!/usr/bin/env python3
"""Checks series of blind boxes without trusting the fair that sold them. Standard library only.

    python verify_boxes.py boxes.json …          files saved from /boxes/{id}/proof.json
    python verify_boxes.py https://…/boxes/{id}/proof.json
    … | python verify_boxes.py -

Prints one line per series and ends with 0 when every box of each is right. How it works: boxes.md beside this file.
"""

import hashlib
import hmac
import json
import re
import sys
import urllib.request
from pathlib import Path

FORMAT = "livefair-boxes-1"
FIELDS = {
    "format", "id", "at_ms", "rules", "anchor", "commitment", "contents", "kept_for_guarantee", "opened", "root",
    "is_settled", "last_secret",
}  # fmt: skip
PROMISED = {
    "format", "series_id", "brand_id", "price_minor", "currency", "contents", "boxes", "guarantee_after",
    "kept_for_guarantee", "per_day", "per_person", "begins_at_ms", "ends_at_ms",
}  # fmt: skip
BOX = {
    "position", "buyer", "ticket", "bought_at_ms", "opened_at_ms", "secret", "content", "by_guarantee", "running_hash",
}  # fmt: skip
DAY_MS = 24 * 3_600 * 1_000
BYTES_MAX = 50_000_000


class Wrong(Exception):
    """What is wrong with a series, in words."""


def sha256(*parts):
    return hashlib.sha256("\n".join((FORMAT, *parts)).encode()).hexdigest()


def one_step(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


def insist(condition, otherwise):
    if not condition:
        raise Wrong(otherwise)


def whole(*values):
    return all(type(value) is int for value in values)


def check_promise(series):
    """The rules are those that were committed to, and the guarantee can always be kept. Returns them."""
    committed = sha256("commitment", series["anchor"], series["id"], series["rules"])
    insist(committed == series["commitment"], "the secret or the rules are not those of the commitment")
    rules = json.loads(series["rules"])
    insist(isinstance(rules, dict) and set(rules) == PROMISED, "the rules lack something")
    insist(rules["format"] == FORMAT and rules["series_id"] == series["id"], "the rules are those of another series")
    insist(all(whole(pieces) and pieces > 0 for _, pieces, _ in rules["contents"]), "a content has no pieces")
    insist(sum(pieces for _, pieces, _ in rules["contents"]) == rules["boxes"], "boxes and pieces are not as many")
    rare = [index for index, (_, _, is_rare) in enumerate(rules["contents"]) if is_rare]
    insist(len(rare) <= 1, "there is more than one rare piece")
    after = rules["guarantee_after"]
    insist(not after or rare, "a guarantee of nothing")
    enough = rules["boxes"] // after if after else 0
    insist(rules["kept_for_guarantee"] == enough, "the pieces for the guarantee are not as many as it may take")
    return rules


def content_of(box, root, left, misses, rules):
    """(which content it must be, by the guarantee or not)"""
    rare = next((index for index, (_, _, is_rare) in enumerate(rules["contents"]) if is_rare), None)
    if rare is not None and rules["guarantee_after"] and misses + 1 >= rules["guarantee_after"]:
        return rare, True
    message = "\n".join((FORMAT, "box", root, str(box["position"]), box["ticket"]))
    number = int(hmac.new(box["secret"].encode(), message.encode(), hashlib.sha256).hexdigest(), 16) % sum(left)
    for index, pieces in enumerate(left):
        if number < pieces:
            return index, False
        number -= pieces
    raise Wrong("nothing is left to be drawn")


def check_secret(box, before):
    """It was fixed before anybody bought: its hash is the secret before it, and so on down to the anchor."""
    insist(re.fullmatch("[0-9a-f]{32}", box["ticket"]) is not None, f"box {box['position']} has no proper ticket")
    insist(one_step(box["secret"]) == before, f"the secret of box {box['position']} is not the one promised")


def check_time(box, rules):
    place = box["position"]
    insist(whole(box["bought_at_ms"], box["opened_at_ms"]), f"box {place} has no proper times")
    insist(rules["begins_at_ms"] <= box["bought_at_ms"] < rules["ends_at_ms"], f"box {place} was bought out of time")
    insist(box["bought_at_ms"] <= box["opened_at_ms"], f"box {place} was opened before it was bought")


def check_boxes(series, rules):
    """Every opened box holds what it must. Returns (what is left of each content, what is kept, the last hash)."""
    left, kept, misses = [pieces for _, pieces, _ in rules["contents"]], rules["kept_for_guarantee"], {}
    root, secret = sha256("boxes", series["id"]), series["anchor"]
    insist(len(series["opened"]) <= rules["boxes"], "more boxes were opened than there are")
    for place, box in enumerate(series["opened"], start=1):
        insist(set(box) == BOX and box["position"] == place, f"box {place} has other fields or another place")
        check_secret(box, secret)
        check_time(box, rules)
        buyer = box["buyer"]
        content, by_guarantee = content_of(box, root, left, misses.get(buyer, 0), rules)
        insist(box["content"] == content, f"in box {place} must be content {content}, not {box['content']}")
        insist(box["by_guarantee"] is by_guarantee, f"box {place} is wrong about the guarantee")
        if by_guarantee:
            kept -= 1
        else:
            left[content] -= 1
        misses[buyer] = 0 if rules["contents"][content][2] else misses.get(buyer, 0) + 1
        facts = (place, buyer, box["ticket"], box["bought_at_ms"], box["opened_at_ms"], content, int(by_guarantee))
        root = sha256("box", root, *map(str, facts))
        insist(box["running_hash"] == root, f"the chain breaks at box {place}")
        secret = box["secret"]
    return left, kept, root, secret


def check_limits(series, rules):
    by_buyer = {}
    for box in series["opened"]:
        by_buyer.setdefault(box["buyer"], []).append(box["bought_at_ms"])
    for bought in by_buyer.values():
        insist(len(bought) <= rules["per_person"], "somebody has more boxes than one person may")
        for at_ms in bought:
            day = sum(at_ms - DAY_MS < other <= at_ms for other in bought)
            insist(day <= rules["per_day"], "somebody has more boxes of a day than one person may")


def check_end(series, rules, secret):
    """When all is over, the last secret leads down to the latest one that was used."""
    if not series["is_settled"]:
        insist(series["last_secret"] is None, "the last secret is shown too early")
        return
    found = series["last_secret"]
    for _ in range(rules["boxes"] - len(series["opened"])):
        found = one_step(found)
    insist(found == secret, "the last secret is not of this chain")


def verify(series):
    """Raises Wrong unless everything fits. Returns how many boxes were opened."""
    insist(isinstance(series, dict) and set(series) == FIELDS, "this is no series of boxes, or has other fields")
    insist(series["format"] == FORMAT, "the format is unknown")
    try:
        rules = check_promise(series)
        left, kept, root, secret = check_boxes(series, rules)
        check_limits(series, rules)
        check_end(series, rules, secret)
        shown = [[each["sku_id"], each["pieces"], each["is_rare"]] for each in series["contents"]]
        remaining = [each["remaining"] for each in series["contents"]]
    except (TypeError, ValueError, AttributeError, KeyError) as mistake:
        raise Wrong(f"something is missing or of another kind: {mistake}") from mistake
    insist(shown == rules["contents"], "the contents are not those of the rules")
    insist(remaining == left, f"there must be left {left}, not {remaining}")
    insist(series["kept_for_guarantee"] == kept, "other pieces are kept for the guarantee")
    insist(series["root"] == root, "the chain ends elsewhere")
    return len(series["opened"])


def read(source):
    if source == "-":
        return json.loads(sys.stdin.read(BYTES_MAX))
    if source.startswith(("http://", "https://")):
        with urllib.request.urlopen(source, timeout=30) as answer:
            return json.loads(answer.read(BYTES_MAX))
    return json.loads(Path(source).read_text("utf-8"))


def main(sources):
    failed = 0
    for source in sources:
        try:
            opened = verify(read(source))
        except (Wrong, ValueError, OSError) as mistake:
            failed += 1
            sys.stdout.write(f"WRONG  {source}: {mistake}\n")
        else:
            sys.stdout.write(f"right  {source}: {opened} boxes opened\n")
    return 1 if failed or not sources else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
