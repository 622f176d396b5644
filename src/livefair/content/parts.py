"""A file that comes in pieces, in any order and as often as the network needs; together they are the upload."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select

from livefair.content import rules
from livefair.content.models import UPLOAD_PART
from livefair.content.uploads import upload_for
from livefair.kernel import Actor, Conflict, ReadTx, TooLarge, WriteTx, change, query, require_valid, text_in


class Part(NamedTuple):
    """Piece `number`, counted from 1, as it was stored under `file_key`."""

    number: int
    file_key: str
    byte_count: int


_PARTS = query(
    Part,
    select(*(UPLOAD_PART.c[field] for field in Part._fields))
    .where(UPLOAD_PART.c.video_id == bindparam("video"))
    .order_by(UPLOAD_PART.c.number),
)
_DROP_ONE = change(
    delete(UPLOAD_PART).where(UPLOAD_PART.c.video_id == bindparam("video"), UPLOAD_PART.c.number == bindparam("place"))
)
_DROP_ALL = change(delete(UPLOAD_PART).where(UPLOAD_PART.c.video_id == bindparam("video")))
_STILL_USED = query(str, select(UPLOAD_PART.c.file_key).where(text_in(UPLOAD_PART.c.file_key, "keys")))


def keep_part(tx: WriteTx, actor: Actor, video_id: str, part: Part) -> int:
    """Note a piece that has been stored; the same number again replaces it. Returns the bytes received so far.

    Conflict: upload_over. TooLarge: file_too_large, when the pieces are more than was announced.
    """
    upload = upload_for(tx, actor, video_id)
    if upload.state != "uploading":
        raise Conflict("upload_over")
    require_valid(1 <= part.number <= rules.PARTS_MAX, "out_of_range", field="number")
    require_valid(part.byte_count > 0, "empty", field="file")
    others = sum(known.byte_count for known in tx.all(_PARTS, video=video_id) if known.number != part.number)
    if part.byte_count > rules.PART_BYTES_MAX or others + part.byte_count > upload.byte_count:
        raise TooLarge("file_too_large", field="file", limit=rules.PART_BYTES_MAX // 1_000_000)
    tx.change(_DROP_ONE, video=video_id, place=part.number)
    tx.insert(UPLOAD_PART, video_id=video_id, **part._asdict())
    return others + part.byte_count


def parts_of(tx: ReadTx, actor: Actor, video_id: str) -> list[Part]:
    """The pieces of one's own upload that have come, in order."""
    return tx.all(_PARTS, video=upload_for(tx, actor, video_id).video_id)


def all_parts_of(tx: ReadTx, actor: Actor, video_id: str) -> list[Part]:
    """The pieces once they are the whole file. Conflict: parts_missing (received, announced: bytes)."""
    announced = upload_for(tx, actor, video_id).byte_count
    parts = parts_of(tx, actor, video_id)
    received = sum(part.byte_count for part in parts)
    if received != announced or [part.number for part in parts] != list(range(1, len(parts) + 1)):
        raise Conflict("parts_missing", received=received, announced=announced)
    return parts


def forget_parts(tx: WriteTx, actor: Actor, video_id: str) -> list[str]:
    """After the pieces were put together. Returns the keys of files that nobody needs any more."""
    keys = [part.file_key for part in parts_of(tx, actor, video_id)]
    tx.change(_DROP_ALL, video=video_id)
    used = frozenset(tx.all(_STILL_USED, keys=keys)) if keys else frozenset()
    return [key for key in dict.fromkeys(keys) if key not in used]
