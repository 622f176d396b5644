"""What carriers tell us of parcels."""

from litestar import Response, post

from livefair.kernel import SYSTEM
from livefair.supply.tracking import hear_carrier
from livefair.web.access import OPEN
from livefair.web.paths import Word
from livefair.web.requests import Answer, AppRequest

WORD_BYTES_MAX = 16 * 1024


@post("/webhooks/carriers/{carrier:str}", opt=OPEN, request_max_body_size=WORD_BYTES_MAX)
async def told(request: AppRequest, carrier: Word) -> Answer:
    """A carrier's signed word. Answered with success only when it is kept, or was before."""
    known, db = request.services.carriers.coded(carrier), request.services.db
    word = known.hear(request.headers, await request.body(), now_ms=db.clock())
    await db.write(hear_carrier, SYSTEM, known.name, word)
    return Response(b"", status_code=204)
