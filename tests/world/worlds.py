"""Small demo worlds: nine days, two dozen customers, and artwork that takes no time."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from livefair.kernel.files import Files
from livefair.world.artwork.files import Artwork
from livefair.world.fair import Plan

ENDS_AT_MS = 1_790_000_000_000
DAYS = 9


def plan_at(url: str, folder: Path, *, seed: int = 3, ends_at_ms: int = ENDS_AT_MS, **terms: Any) -> Plan:
    """What the world looks like is tested elsewhere: here every picture is one grey square, made before.

    Nor is any film one: films differ by their names.
    """
    art = Artwork.of(folder, seed)
    for path in (*art.pictures(), *art.films()):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".webp":
            Image.new("RGB", (8, 8), "grey").save(path)
        else:
            path.write_bytes(path.name.encode())
    plan = Plan(
        url=url,
        files=Files("memory://"),
        folder=folder,
        seed=seed,
        password="a password for tests",
        ends_at_ms=ends_at_ms,
        provider_key=b"a key for tests",
        days=DAYS,
        customers=24,
        films=0,
    )
    return replace(plan, **terms)
