"""Bodies that are a file and nothing else: kept on disk while they come, bounded by their route."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

from livefair.kernel import Invalid
from livefair.web.requests import AppRequest
from livefair.web.typed import Upload

BYTES = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)


@dataclass
class TakesBytes(Operation):
    """An operation whose body is the file's bytes."""

    def __post_init__(self) -> None:
        content = {"application/octet-stream": OpenAPIMediaType(schema=BYTES)}
        self.request_body = RequestBody(content=content, required=True)


@contextlib.asynccontextmanager
async def received(request: AppRequest) -> AsyncIterator[Upload]:
    """The body as a file that is gone after the block. Invalid: choose_a_file, where there are no bytes."""
    kind, _ = request.content_type
    with NamedTemporaryFile(prefix="livefair-upload-") as file:
        upload = Upload("", kind[:100], file)
        async for chunk in request.stream():
            file.write(chunk)
            upload.size += len(chunk)
        if not upload.size:
            raise Invalid("choose_a_file", field="file")
        file.flush()
        file.seek(0)
        yield upload
