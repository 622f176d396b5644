"""Every template renders in both languages, carries its tokens, and runs no inline script."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import meta

from livefair.web.i18n import gettext
from livefair.web.templating import CSRF_FIELD, TEMPLATES, Assets, Pages, environment
from tests.web import gallery, samples

PARTIAL = {"shared/base.html", "shared/page.html", "shared/parts.html", "shared/workspace.html"}
LAYOUTS = {f"{place}/layout.html" for place in ("studio", "desk", "console", "lab", "partners")}
INCLUDED = {
    "shared/topnav.html",
    "shared/tabbar.html",
    "shared/language.html",
    "mall/_art.html",
    "mall/_line.html",
    "mall/_balance.html",
    "mall/_postings.html",
    "mall/_payout.html",
    "mall/_till.html",
    "mall/_choose.html",
    "desk/_variants.html",
    "mall/_facts.html",
    "shared/_permit.html",
    "mall/_price_history.html",
    "mall/_flash.html",
    "mall/_why.html",
    "mall/_question.html",
    "shared/clubs.html",
    "shared/topics.html",
    "shared/creators.html",
    "shared/coupons.html",
    "shared/_coupon_desk.html",
    "shared/ideas.html",
    "shared/licences.html",
    "shared/_parcel.html",
    "partners/_bookings.html",
    "studio/_studio.html",
    "studio/_captions.html",
    "console/_plan_drafts.html",
    "shared/_contest.html",
    "shared/_worth.html",
    "shared/_deal.html",
    "shared/_deal_rows.html",
    "shared/_terms.html",
    "shared/_terms_fields.html",
}
FOR_ONE_WHO_IS_SIGNED_IN = {"mall/me.html", "studio/dashboard.html"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SVG_LEAVES = {"use", "path", "rect", "circle", "polyline", "polygon"}
PAGES = gallery.pages()


class Document(HTMLParser):
    """Well-formed nesting, and what a strict policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.forms: list[bool] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.faults += [f"inline handler {name} on <{tag}>" for name in names if name.startswith(("on", "hx-on"))]
        # What search engines read is data: no browser runs it.
        is_data = names.get("type") == "application/ld+json"
        if tag in ("script", "style") and not names.get("src") and not is_data:
            self.faults.append(f"inline <{tag}>")
        if tag == "form" and (names.get("method") or "get").lower() == "post":
            self.forms.append(False)
        if tag == "input" and names.get("name") == CSRF_FIELD and self.forms:
            self.forms[-1] = True
        if names.get("id"):
            self.ids.append(str(names["id"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID | SVG_LEAVES:
            self.faults.append(f"<{tag}/> closes itself")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def read(html: str) -> Document:
    document = Document()
    document.feed(html)
    document.close()
    return document


@pytest.fixture(scope="module")
def renderer() -> Pages:
    return Pages(Assets({}))


def test_every_template_has_a_sample() -> None:
    templates = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    assert templates - PARTIAL - LAYOUTS - INCLUDED == set(PAGES)


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("template", sorted(PAGES))
def test_a_template_renders_clean_html(renderer: Pages, template: str, locale: str) -> None:
    path, context = PAGES[template]
    for signed_in in (True,) if template in FOR_ONE_WHO_IS_SIGNED_IN else (True, False):
        html = renderer.render(template, samples.shell(locale, path, signed_in=signed_in), context)
        document = read(html)
        assert document.faults == []
        assert document.open == []
        assert all(document.forms), "a form without a CSRF field"
        assert len(document.ids) == len(set(document.ids)), "an id twice"


def test_files_of_macros_know_the_shell_alone() -> None:
    """They are made once for a page, so that they could not see what is different in each place."""
    env = environment("en", Assets({}))
    sources = {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
    imported = {name for source in sources.values() for name in re.findall(r'{% (?:import|from) "([^"]+)"', source)}
    assert "shared/parts.html" in imported
    for name in imported:
        assert meta.find_undeclared_variables(env.parse(sources[name])) <= {"shell"}, name


@pytest.mark.parametrize("template", sorted(PAGES))
def test_a_template_says_what_it_is_given(template: str) -> None:
    assert (TEMPLATES / template).read_text("utf-8").startswith("{#")


def test_icons_are_named_literally() -> None:
    for path in TEMPLATES.rglob("*.html"):
        for call in re.findall(r"\bicon\(([^)]*)\)", path.read_text("utf-8")):
            assert re.match(r"""["'][a-z0-9-]+["']""", call), f"{path.name}: icon({call})"


def test_a_page_without_a_build_names_its_files_plainly(tmp_path: Path) -> None:
    assets = Assets.read(tmp_path)
    assert assets.url("app.js") == "/static/app.js"
    assert not assets.has("app.js")


def test_a_built_file_is_served_by_its_hashed_name(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"app.js": "app-0123ABCD.js"}')
    assert Assets.read(tmp_path).url("app.js") == "/static/app-0123ABCD.js"


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_what_only_the_language_decides_is_in_place_before_a_page_is_asked_for(locale: str) -> None:
    env = Pages(Assets({"icons.svg": "icons.1.svg"})).environments[locale]
    source = '{{ _("Cart") }} {{ icon("x", 9) }} {{ asset("icons.svg") }}'
    image = '<svg class="i " width="9" height="9" aria-hidden="true"><use href="/static/icons.1.svg#x"/></svg>'
    assert env.from_string(source).render() == f"{gettext('Cart', locale)} {image} /static/icons.1.svg"
    assert [type(node).__name__ for node in env.parse(source).body[0].nodes[::2]] == ["Const"] * 3  # type: ignore[attr-defined]  # an Output


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_what_a_page_fills_in_is_escaped_within_its_sentence(locale: str) -> None:
    env = Pages(Assets({})).environments[locale]
    said = env.from_string('{{ _("Buy %(title)s", title=title) }}').render(title="<b>")
    assert said == gettext("Buy %(title)s", locale) % {"title": "&lt;b&gt;"}
