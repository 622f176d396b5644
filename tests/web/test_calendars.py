from livefair.web.calendars import Entry, calendar_file


def test_a_calendar_file_has_folded_lines_and_escaped_words():
    entry = Entry("show-1", "小满 · 秋天; 杯, 盘", "第一行\n" + "很长的一行" * 20, "https://fair.example/shows/1", 0)
    text = calendar_file([entry], now_ms=1_000)
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert r"SUMMARY:小满 · 秋天\; 杯\, 盘" in unfolded
    assert "DTSTART:19700101T000000Z" in unfolded
    assert "DTEND:19700101T010000Z" in unfolded
    assert "TRIGGER:-PT10M" in unfolded
    assert any(line.startswith("DESCRIPTION:第一行\\n很长") for line in unfolded)


def test_every_show_is_an_entry_of_its_own():
    entries = [Entry(f"show-{number}", "Show", "", "https://x.example", number) for number in range(3)]
    assert calendar_file(entries, now_ms=0).count("BEGIN:VEVENT") == 3
