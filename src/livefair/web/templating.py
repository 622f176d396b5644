"""Jinja environments, one per language, and the shell that every page stands in.

`Pages.render("mall/room.html", shell, {...})` returns HTML. Names missing from a context are errors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from livefair.web import charts, i18n
from livefair.web.labels import label

TEMPLATES: Final = Path(__file__).parent / "templates"
DIST: Final = Path(__file__).parent / "dist"
STATIC: Final = "/static/"
CSRF_FIELD: Final = "_csrf_token"


@dataclass(frozen=True)
class Viewer:
    """The signed-in reader, as the shell shows them. `workspaces`: studio, desk, console, lab."""

    id: str
    name: str
    avatar_url: str | None
    roles: frozenset[str]
    workspaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Toast:
    """One sentence shown once. `kind` is "good" or "bad"."""

    text: str
    kind: str = "good"


@dataclass(frozen=True)
class Shell:
    """What every page knows of its request."""

    locale: str
    csrf_token: str
    now_ms: int
    path: str = "/"
    me: Viewer | None = None
    cart_count: int = 0
    unread_count: int = 0
    toast: Toast | None = None
    is_demo: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)


class Assets:
    """Logical names of built files to the names they are served by."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    @classmethod
    def read(cls, dist: Path = DIST) -> Assets:
        """The built files; without a build, logical names stand for themselves (pages work unstyled)."""
        manifest = dist / "manifest.json"
        return cls(json.loads(manifest.read_text("utf-8")) if manifest.exists() else {})

    def url(self, name: str) -> str:
        return STATIC + self.names.get(name, name)

    def has(self, name: str) -> bool:
        return name in self.names

    def icon(self, name: str, size: int = 20, cls: str = "") -> Markup:
        # Attributes are literals of our own templates; the sprite holds only the icons they name.
        image = f'<svg class="i {escape(cls)}" width="{size}" height="{size}" aria-hidden="true">'
        return Markup(f'{image}<use href="{escape(self.url("icons.svg"))}#{escape(name)}"/></svg>')


@pass_context
def csrf(context: Context) -> Markup:
    """The hidden field that every form carries."""
    return Markup(f'<input type="hidden" name="{CSRF_FIELD}" value="{escape(context["shell"].csrf_token)}">')


class _Known(NodeTransformer):
    """Puts in place what depends on the language and the built files alone: a page asks for a hundred of them."""

    def __init__(self, locale: str, assets: Assets) -> None:
        self._known: Mapping[str, Callable[..., object]] = {
            "_": lambda message: Markup(i18n.gettext(message, locale) % {}),
            "icon": assets.icon,
            "asset": assets.url,
        }

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (the visitor's own naming)
        values = [each.value for each in node.args if isinstance(each, nodes.Const)]
        named = isinstance(node.node, nodes.Name) and node.node.name
        if named not in self._known or len(values) < len(node.args) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return self.generic_visit(node)
        return nodes.Const(self._known[str(named)](*values), lineno=node.lineno)


class _Environment(Environment):
    known: _Known

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = self.known.visit(super()._parse(source, name, filename))
        return parsed


def environment(locale: str, assets: Assets) -> Environment:
    env = _Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.known = _Known(locale, assets)
    words = i18n.catalogue(locale)
    env.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    env.policies["ext.i18n.trimmed"] = True
    env.globals.update(
        locale=locale,
        lang=i18n.LANGUAGE_TAGS[locale],
        asset=assets.url,
        has_asset=assets.has,
        icon=assets.icon,
        csrf=csrf,
        label=partial(label, locale=locale),
        chart=charts,
        LANGUAGES=(("zh", "中文"), ("en", "English")),
    )
    for name in ("money", "money_parts", "signed_money", "compact", "number", "percent", "when", "day", "file_size"):
        env.filters[name] = partial(getattr(i18n, name), locale=locale)
    env.filters.update(ago=partial(i18n.ago, locale=locale), iso=i18n.iso, duration=i18n.duration, major=i18n.major)
    return env


class Pages:
    """Renders any template in any language."""

    def __init__(self, assets: Assets | None = None) -> None:
        self.assets = assets or Assets.read()
        self.environments = {locale: environment(locale, self.assets) for locale in i18n.LOCALES}

    def render(self, template: str, shell: Shell, context: Mapping[str, object]) -> str:
        """HTML of `template`; `context` is described at the head of each template file."""
        return self.environments[shell.locale].get_template(template).render(shell=shell, **context)
