import io
import zipfile

import pytest

from livefair.media import Refused
from livefair.media.sheets import SheetLimits, rows_of

WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="goods" sheetId="1" r:id="rId7"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId7" Target="worksheets/one.xml"/></Relationships>'
)
SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<si><t>title</t></si><si><r><t>蓝</t></r><r><t>杯</t></r><rPh><t>lan</t></rPh></si></sst>"
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>price</t></is></c></row>'
    '<row r="2"/><row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>12.0</v></c>'
    '<c r="C3"><v>329.89999999999998</v></c></row></sheetData></worksheet>'
)


def excel(**changed):
    parts = {
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/sharedStrings.xml": SHARED,
        "xl/worksheets/one.xml": SHEET,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in {**parts, **changed}.items():
            book.writestr(name, text)
    return out.getvalue()


async def read(tmp_path, data, limits=None):
    path = tmp_path / "sheet"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return [(line.number, line.cells) async for line in rows_of(path, limits)]


async def test_an_excel_sheet_gives_texts_as_they_were_typed(tmp_path):
    assert await read(tmp_path, excel()) == [(1, ["title", "", "price"]), (3, ["蓝杯", "12", "329.9"])]


@pytest.mark.parametrize("numbers", ["", ' r="2"', ' r="99999999999"', ' r="-3"', ' r="x"'])
async def test_rows_that_say_no_number_or_a_wrong_one_are_counted(tmp_path, numbers):
    rows = "".join(f'<row{numbers}><c r="A1" t="inlineStr"><is><t>{n}</t></is></c></row>' for n in range(4))
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    found = await read(tmp_path, excel(**{"xl/worksheets/one.xml": f"{head}{rows}</sheetData></worksheet>"}))
    assert [cells for _, cells in found] == [["0"], ["1"], ["2"], ["3"]]
    assert [number for number, _ in found] == sorted({number for number, _ in found})


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
async def test_a_text_table_is_read_as_spreadsheets_save_it(tmp_path, mark, coding):
    text = f'标题{mark}price\n\n"蓝{mark}杯"{mark}9\n'
    assert await read(tmp_path, text.encode(coding)) == [(1, ["标题", "price"]), (3, [f"蓝{mark}杯", "9"])]


BOMB = SHEET.replace("</sheetData>", "<!--" + " " * 3_000_000 + "--></sheetData>")
ENTITIES = f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{SHEET}'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not_a_table"),
        (b"PK\x03\x04 and then nothing", "not_a_table"),
        ('a,"b\n', "not_a_table"),
        (excel(**{"xl/workbook.xml": "<not closed"}), "broken"),
        (excel(**{"xl/worksheets/one.xml": BOMB}), "too_large"),
        (excel(**{"xl/worksheets/one.xml": ENTITIES}), "not_a_table"),
        ("a\n" * 30, "too_many_rows"),
        ("a" * 99 + ",b\n", "row_too_long"),
        ("a\n" * 3_000, "too_large"),
    ],
)
async def test_a_file_that_is_no_table_or_too_much_is_refused(tmp_path, data, code):
    limits = SheetLimits(octets=5_000, unpacked_octets=1_000_000, rows=20, line_chars=90)
    with pytest.raises(Refused) as refused:
        await read(tmp_path, data, limits)
    assert refused.value.code == code
