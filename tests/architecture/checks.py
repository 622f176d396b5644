"""The house rules as functions over a folder with `src/` and `tests/`. Each gives its breaches in words."""

import ast
import re
import statistics
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
FUNCTION_LINES_MEDIAN_MAX = 10
FUNCTION_LINES_P90_MAX = 25
PUBLIC_NAMES_MAX = 40
DOMAINS = ("people", "governance", "catalog", "supply", "shop", "live", "content", "community", "value", "webhooks")
FREE_TEST_FOLDERS = ("architecture", "journeys", "browser")
# Tests of a whole floor stand beside its fixtures.
WIDE_TESTS = ("web/test_pages.py", "web/test_roles.py", "web/api/test_fuzz.py")
TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".sh",
    ".json",
    ".js",
    ".mjs",
    ".css",
    ".html",
    ".cfg",
    ".po",
    "",
}
CODE_SUFFIXES = {".js", ".mjs", ".css", ".html"}
HOSTS = re.compile(
    r"(?i)\b(pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|deb\.debian\.org)\b"
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|Users)/[a-z]\w*/|(?<![\w.])/(?:work|root)/\w|(?<![\w.])/tmp/w/")
THIRD_PARTY = re.compile(
    r"(^|/)(vendor|third_party|node_modules|bower_components)/|\.min\.(js|css)$|\.(whl|jar|so|dll|exe|wasm)$"
)
FOREIGN_NOTICE = re.compile(r"@license\b|\(c\) (19|20)\d\d|Copyright (19|20)\d\d", re.IGNORECASE)
SILENCED = re.compile(r"#\s*(type:\s*ignore|noqa)")
# The reason stands behind it, in brackets or after a dash or another "#".
SILENCED_WITH_REASON = re.compile(
    r"#\s*type:\s*ignore\[[\w,-]+\]\s+#\s*\S|#\s*noqa:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*\s*(#|-|\()\s*\S"
)
MOCKS = re.compile(
    r"^\s*(from|import) (unittest\.mock|mock|pytest_mock)\b|from unittest import mock|"
    # A limit may be made small enough to reach; code is never replaced.
    r"monkeypatch\.setattr\((?!\s*([\"'][\w.]+\.|\w+,\s*[\"'])_?[A-Z][A-Z0-9_]*[\"']|\s*[\"']sys\.std)",
    re.MULTILINE,
)

Function = ast.FunctionDef | ast.AsyncFunctionDef
Check = Callable[[Path], list[str]]


def sources(root: Path) -> Iterator[Path]:
    """Our own Python, without the generated steps of the database's history."""
    for path in sorted((root / "src").rglob("*.py")):
        if "versions" not in path.parts and "node_modules" not in path.parts:
            yield path


def tests(root: Path) -> Iterator[Path]:
    yield from sorted((root / "tests").rglob("*.py"))


def functions(path: Path) -> list[Function]:
    return _functions(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2_000)
def _functions(path: Path, changed_ns: int) -> list[Function]:
    return [node for node in ast.walk(_parsed(path, changed_ns)) if isinstance(node, Function)]


def tree_of(path: Path) -> ast.Module:
    return _parsed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2_000)
def _parsed(path: Path, _changed_ns: int) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def package_of(path: Path) -> str:
    """`shop` for src/livefair/shop/checkout.py."""
    parts = path.parts
    return parts[len(parts) - parts[::-1].index("livefair")]


# ── size


def files_fit_in_the_eye(root: Path) -> list[str]:
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in (*sources(root), *tests(root))}
    return [f"{path}: {count} lines; split it by capability" for path, count in lines.items() if count > FILE_LINES_MAX]


def functions_fit_in_the_eye(root: Path) -> list[str]:
    return [
        f"{path}: {function.name} has {length(function)} lines"
        for path in sources(root)
        for function in functions(path)
        if length(function) > FUNCTION_LINES_MAX
    ]


def most_functions_are_short(root: Path) -> list[str]:
    lengths = [length(function) for path in sources(root) for function in functions(path)]
    if len(lengths) < 2:
        return []
    median, p90 = statistics.median(lengths), statistics.quantiles(lengths, n=10)[8]
    within = median <= FUNCTION_LINES_MEDIAN_MAX and p90 <= FUNCTION_LINES_P90_MAX
    return [] if within else [f"the median function has {median} lines and the 90th percentile {p90}"]


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


# ── shape


def use_cases_take_a_transaction_and_an_actor(root: Path) -> list[str]:
    """A function that writes and that others may call says who acts; a listener gets the fact instead."""
    shown = names_shown(root)
    return [
        f"{path}: {node.name}({', '.join(names)}, …) should take (tx, actor, …)"
        for path in sources(root)
        if package_of(path) in DOMAINS
        for node in tree_of(path).body
        if isinstance(node, Function) and writes(node) and not decorated(node, "listens_to")
        if (package_of(path), node.name) in shown or decorated(node, "job") or decorated(node, "cron")
        if (names := [argument.arg for argument in node.args.args[:2]]) != ["tx", "actor"]
    ]


def names_shown(root: Path) -> set[tuple[str, str]]:
    """(package, name) of what a package's `__init__` shows or another package imports by name."""
    shown = set()
    for path in sources(root):
        for node in ast.walk(tree_of(path)):
            parts = (node.module or "").split(".") if isinstance(node, ast.ImportFrom) else []
            if (
                parts[:1] == ["livefair"]
                and len(parts) > 1
                and (path.name == "__init__.py" or parts[1] != package_of(path))
            ):
                shown |= {(parts[1], alias.name) for alias in node.names}
    return shown


def writes(function: Function) -> bool:
    first = function.args.args[0] if function.args.args else None
    return first is not None and isinstance(first.annotation, ast.Name) and first.annotation.id == "WriteTx"


def decorated(function: Function, name: str) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == name
        for decorator in function.decorator_list
        for node in ast.walk(decorator)
    )


def only_the_kernel_commits(root: Path) -> list[str]:
    ends = re.compile(r"\.(commit|rollback)\(|[\"'](COMMIT|ROLLBACK|BEGIN)\b")
    return [
        f"{path}: the writer commits, nobody else"
        for path in sources(root)
        if package_of(path) not in {"kernel", "migrations"} and ends.search(path.read_text("utf-8"))
    ]


def imports_stand_at_the_top(root: Path) -> list[str]:
    return [
        f"{path}: {function.name} imports"
        for path in (*sources(root), *tests(root))
        for function in functions(path)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]


def packages_show_few_names(root: Path) -> list[str]:
    breaches = []
    for path in sources(root):
        if path.name == "__init__.py" and package_of(path) in DOMAINS:
            shown = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.alias)]
            if len(shown) > PUBLIC_NAMES_MAX:
                breaches.append(f"{path}: {len(shown)} public names; {PUBLIC_NAMES_MAX} at most")
    return breaches


# ── tests


def tests_mirror_sources(root: Path) -> list[str]:
    breaches = []
    for test in tests(root):
        folder = test.parent.relative_to(root / "tests")
        wide = (folder / test.name).as_posix() in WIDE_TESTS or bool({*folder.parts[:1]} & {*FREE_TEST_FOLDERS})
        if wide or not test.name.startswith("test_"):
            continue
        source = root / "src/livefair" / folder / test.name.removeprefix("test_")
        of_whole_package = source.with_suffix("").is_dir() or folder.name == source.stem
        if not source.exists() and not of_whole_package:
            breaches.append(f"{test} tests no file called {source.relative_to(root)}")
    return breaches


def tests_do_not_sleep(root: Path) -> list[str]:
    """Waiting belongs in a loop that looks whether what it waits for has come."""
    return [
        f"{path}:{node.lineno}: poll instead of sleeping"
        for path in tests(root)
        for node in outside_loops(tree_of(path))
        if isinstance(node, ast.Call) and called(node) == "sleep" and not is_zero(node)
    ]


def outside_loops(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.While | ast.For | ast.AsyncFor) and not is_job(child):
            yield child
            yield from outside_loops(child)


def is_job(node: ast.AST) -> bool:
    """A job that a test has done may take its time."""
    return isinstance(node, Function) and (decorated(node, "job") or decorated(node, "long_job"))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def is_zero(call: ast.Call) -> bool:
    return bool(call.args) and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0


def tests_do_not_mock(root: Path) -> list[str]:
    return [
        f"{path}: use the real thing, or give it in as a parameter"
        for path in tests(root)
        if "architecture" not in path.parts and MOCKS.search(path.read_text("utf-8"))
    ]


# ── text


def silenced_rules_give_their_reason(root: Path) -> list[str]:
    return [
        f"{path}:{number}: a muted rule says why, on its line"
        for path in (*sources(root), *tests(root))
        if "architecture" not in path.parts
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if SILENCED.search(line) and not SILENCED_WITH_REASON.search(line)
    ]


def no_registry_hosts_or_machine_paths(files: list[Path]) -> list[str]:
    breaches = []
    for path in files:
        if path.suffix in TEXT_SUFFIXES and "architecture" not in path.parts:
            text = path.read_text("utf-8", "replace")
            breaches += [
                f"{path} names {found[0]}" for found in (HOSTS.search(text), MACHINE_PATHS.search(text)) if found
            ]
    return breaches


def no_third_party_code(files: list[Path]) -> list[str]:
    breaches = []
    for path in files:
        if THIRD_PARTY.search(path.as_posix()):
            breaches.append(f"{path} is not ours")
        elif path.suffix in CODE_SUFFIXES and FOREIGN_NOTICE.search(path.read_text("utf-8", "replace")):
            breaches.append(f"{path} bears somebody else's notice")
    return breaches


TREE_CHECKS: list[Check] = [
    files_fit_in_the_eye,
    functions_fit_in_the_eye,
    most_functions_are_short,
    use_cases_take_a_transaction_and_an_actor,
    only_the_kernel_commits,
    imports_stand_at_the_top,
    packages_show_few_names,
    tests_mirror_sources,
    tests_do_not_sleep,
    tests_do_not_mock,
    silenced_rules_give_their_reason,
]
