"""Captions are mended from the console and from a helper's phone."""

import re

from livefair.live.captions import CaptionDraft, caption, captions_of
from livefair.web.studio.mending import IN_THE_ROOM, PER_PAGE
from tests.live.conftest import put_on_air
from tests.web.conftest import bearer, enter


async def test_a_line_is_corrected_and_taken_back_from_its_page_and_by_programs(db, browse, join, clock):
    stage = put_on_air(db, join)
    host = enter(db, browse(accept_language="en"), stage.host)
    lines = [db.write_now(caption, stage.host, stage.room_id, CaptionDraft(text)).id for text in ("一", "二", "三")]
    at = f"/studio/rooms/{stage.room_id}/moderate/captions"
    assert (await host.post_form(f"{at}/{lines[0]}/correct", {"text": "壹"})).status_code == 303
    assert (await host.post_form(f"{at}/{lines[1]}/withdraw", {})).status_code == 303
    page = (await host.get(at)).text
    assert 'value="壹"' in page
    assert re.search(r"<small[^>]*>[^<]*一[^<]*hana[^<]*</small>", page)
    assert re.search(r"<s[^>]*>二</s> · [^<]*hana", page)
    refused = await host.post_form(f"{at}/{lines[2]}/correct", {"text": " "}, headers={"hx-request": "true"})
    assert (refused.status_code, "<html" in refused.text) == (422, False)
    programs, tokened = browse(), bearer(db, stage.host)
    kept = (await programs.get(f"/api/shows/{stage.show_id}/captions", headers=tokened)).json()
    assert {each["id"]: each["text"] for each in kept} == dict(zip(lines, ("壹", "二", "三"), strict=True))
    answer = await programs.put(f"/api/captions/{lines[2]}", json={"text": "叁"}, headers=tokened)
    assert answer.status_code == 204
    assert (await programs.delete(f"/api/captions/{lines[0]}", headers=tokened)).status_code == 204
    assert [each.text for each in db.read_now(captions_of, stage.show_id)] == ["叁"]


async def test_who_mends_a_line_of_an_earlier_page_goes_on_there(db, browse, join, clock):
    stage = put_on_air(db, join)
    host = enter(db, browse(accept_language="en"), stage.host)
    lines = []
    for number in range(PER_PAGE + 1):
        clock.advance(2_000)
        lines.append(db.write_now(caption, stage.host, stage.room_id, CaptionDraft(f"第{number}句")).id)
    at = f"/studio/rooms/{stage.room_id}/moderate/captions"
    query = f"?show={stage.show_id}&page=2"
    assert f'action="{at}/{lines[0]}/correct{query.replace("&", "&amp;")}"' in (await host.get(at + query)).text
    mended = await host.post_form(f"{at}/{lines[0]}/correct{query}", {"text": "零"}, headers={"hx-request": "true"})
    assert ('value="零"' in mended.text, "第1句" in mended.text) == (True, False)
    plain = await host.post_form(f"{at}/{lines[0]}/withdraw{query}", {})
    assert plain.headers["location"].startswith(at + query)
    short = (await host.get(at, headers={"hx-request": "true"})).text
    assert short.count("/withdraw") == 2 * IN_THE_ROOM
    assert "show=" not in short


async def test_who_does_not_keep_order_there_mends_nothing(db, browse, join, signed_in):
    stage = put_on_air(db, join)
    line = db.write_now(caption, stage.host, stage.room_id, CaptionDraft("一")).id
    at = f"/studio/rooms/{stage.room_id}/moderate/captions"
    other = await signed_in("eve", "host")
    assert (await other.get(at)).status_code == 403
    assert (await other.post_form(f"{at}/{line}/withdraw", {})).status_code == 403
    host = enter(db, browse(accept_language="en"), stage.host)
    assert (await host.post_form(f"{at}/{line}/correct", {"text": "字" * 161})).status_code == 422
    for query in ("?show=x", "?page=0", "?show=01a2b3c4-0000-7000-8000-000000000001"):
        assert (await host.get(at + query)).status_code < 500
