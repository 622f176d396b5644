"""A town's host has a fan club, and its customer is in it."""

from livefair.community.fan_clubs import Consents, join_club, open_club
from livefair.kernel import Actor, Database


def gathered(db: Database, people: dict[str, Actor], room_id: str) -> str:
    club_id = db.write_now(open_club, people["host"], name="Tea circle", promise="New things first.")
    db.write_now(
        join_club, people["customer"], club_id, consents=Consents(messages=True, contact=True), room_id=room_id
    )
    return club_id
