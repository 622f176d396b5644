"""What came in a form, as it was typed: bounded texts and files, before anything is believed of them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from tempfile import NamedTemporaryFile, _TemporaryFileWrapper
from urllib.parse import parse_qsl

from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser

from livefair.kernel import Invalid, TooLarge

FORM_BYTES_MAX = 128 * 1024
FIELDS_MAX = 200
FILES_MAX = 12


@dataclass(slots=True)
class Upload:
    """A file somebody sent. `name` and `content_type` are only what they claim. Closed after the answer."""

    name: str
    content_type: str
    file: "_TemporaryFileWrapper[bytes]"
    size: int = 0


@dataclass(slots=True)
class Typed:
    """Texts and files by field name, in the order of sending."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[Upload]] = field(default_factory=dict)

    def first(self, name: str, default: str = "") -> str:
        found = self.texts.get(name)
        return found[0] if found else default

    def get(self, name: str, default: str = "") -> str:
        return self.first(name, default)

    def file(self, name: str) -> Upload | None:
        found = self.files.get(name)
        return found[0] if found else None

    def close(self) -> None:
        for uploads in self.files.values():
            for upload in uploads:
                upload.file.close()


def parse_urlencoded(body: bytes) -> Typed:
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except (UnicodeDecodeError, ValueError) as broken:
        raise Invalid("broken_form") from broken
    typed = Typed()
    for name, text in pairs:
        typed.texts.setdefault(name, []).append(text)
    return typed


async def parse_multipart(stream: AsyncIterator[bytes], boundary: str) -> Typed:
    """Texts stay in memory, up to FORM_BYTES_MAX together; files go to disk. The route bounds the whole."""
    collecting = _Collecting()
    try:
        with PushMultipartParser(boundary, max_segment_count=FIELDS_MAX) as parser:
            async for chunk in stream:
                if parser.closed:
                    break
                for part in parser.parse(chunk):
                    collecting.take(part)
    except ParserLimitReached as large:
        collecting.typed.close()
        raise TooLarge("form_too_large") from large
    except (MultipartError, UnicodeError, LookupError) as broken:
        collecting.typed.close()
        raise Invalid("broken_form") from broken
    except BaseException:
        collecting.typed.close()
        raise
    return collecting.typed


class _Collecting:
    def __init__(self) -> None:
        self.typed = Typed()
        self._segment: MultipartSegment | None = None
        self._text = bytearray()
        self._upload: Upload | None = None
        self._text_bytes = 0
        self._file_count = 0

    def take(self, part: MultipartSegment | bytearray | bytes | None) -> None:
        """A header begins a field, bytes continue it, None ends it."""
        if isinstance(part, MultipartSegment):
            self._begin(part)
        elif part:
            self._continue(part)
        else:
            self._end()

    def _begin(self, segment: MultipartSegment) -> None:
        self._segment, self._text, self._upload = segment, bytearray(), None
        if segment.filename is None:
            return
        self._file_count += 1
        if self._file_count > FILES_MAX:
            raise TooLarge("too_many_files", limit=FILES_MAX)
        file = NamedTemporaryFile(prefix="livefair-upload-")  # noqa: SIM115 (closed by Typed.close)
        self._upload = Upload(segment.filename[:200], (segment.content_type or "")[:100], file)
        self.typed.files.setdefault(segment.name, []).append(self._upload)

    def _continue(self, data: bytearray | bytes) -> None:
        if self._upload is not None:
            self._upload.file.write(data)
            self._upload.size += len(data)
            return
        self._text_bytes += len(data)
        if self._text_bytes > FORM_BYTES_MAX:
            raise TooLarge("form_too_large")
        self._text += data

    def _end(self) -> None:
        if self._segment is None:
            raise Invalid("broken_form")
        if self._upload is None:
            self.typed.texts.setdefault(self._segment.name, []).append(self._text.decode("utf-8"))
        else:
            self._upload.file.seek(0)
            if not self._upload.size and not self._upload.name:
                self.typed.files.pop(self._segment.name)  # an empty file field
                self._upload.file.close()
        self._segment = None
