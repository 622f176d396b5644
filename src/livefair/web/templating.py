"""Jinja environments, one per language, and the shell that every page stands in.

`Pages.render("mall/room.html", shell, {...})` returns HTML. Names missing from a context are errors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes, pass_context
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from livefair.web import charts, i18n
from livefair.web.labels import label
from livefair.web.marks import mark_of

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
    rehearsal_id: str = ""
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
        self._locale = locale
        self._known: Mapping[str, Callable[..., object]] = {
            "_": lambda message: Markup(i18n.gettext(message, locale) % {}),
            "icon": assets.icon,
            "asset": assets.url,
        }

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (the visitor's own naming)
        self.generic_visit(node)
        values = [each.value for each in node.args if isinstance(each, nodes.Const)]
        named = node.node.name if isinstance(node.node, nodes.Name) else ""
        if named not in self._known or len(values) < len(node.args) or node.dyn_args or node.dyn_kwargs:
            return node
        if not node.kwargs:
            return nodes.Const(self._known[named](*values), lineno=node.lineno)
        if named == "_":
            return self._filled(node, str(values[0]))
        return node

    def _filled(self, node: nodes.Call, message: str) -> nodes.Node:
        """A sentence that is known by now, with places for what is not."""
        pairs = [nodes.Pair(nodes.Const(each.key), each.value, lineno=node.lineno) for each in node.kwargs]
        known = nodes.Const(Markup(i18n.gettext(message, self._locale)), lineno=node.lineno)
        return nodes.Mod(known, nodes.Dict(pairs, lineno=node.lineno), lineno=node.lineno)


class _Template(Template):
    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        """A file of macros is made once for a page, however many parts import it: macros know the shell alone."""
        if vars is None or "macros" not in vars:
            return super().make_module(vars, shared, locals)
        made: dict[str | None, TemplateModule] = vars["macros"]
        if self.name not in made:
            made[self.name] = super().make_module({"shell": vars["shell"], "macros": made})
        return made[self.name]


class _Environment(Environment):
    template_class = _Template
    known: _Known

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = self.known.visit(super()._parse(source, name, filename))
        return parsed

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Every context copies them: a plain mapping is copied many times faster than a chain of two."""
        return {**self.globals, **(d or {})}


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
    env.filters.update(
        mark=mark_of, ago=partial(i18n.ago, locale=locale), iso=i18n.iso, duration=i18n.duration, major=i18n.major
    )
    return env


class Pages:
    """Renders any template in any language."""

    def __init__(self, assets: Assets | None = None) -> None:
        self.assets = assets or Assets.read()
        self.environments = {locale: environment(locale, self.assets) for locale in i18n.LOCALES}

    def render(self, template: str, shell: Shell, context: Mapping[str, object]) -> str:
        """HTML of `template`; `context` is described at the head of each template file."""
        return self.environments[shell.locale].get_template(template).render(shell=shell, macros={}, **context)
