"""Imports point down or stay on a floor, never up; the house of docs/architecture.md stands because this test does."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# The longest name that fits a module gives its floor.
FLOORS = {
    "articles": 0,
    "articles.errors": 0,
    "articles.content": 0,
    "articles.addresses": 0,
    "articles.templating": 0,
    "experts": 1,
    "articles.apps": 2,
    "articles.models": 2,
    "articles.migrations": 2,
    "articles.evidence": 3,
    "articles.linting": 3,
    "articles.search": 3,
    "articles.pages": 3,
    "articles.editorial": 4,
    "articles.notices": 4,
    "articles.social_cards": 4,
    "articles.archive": 5,
    "articles.importing": 5,
    "articles.safekeeping": 5,
    "articles.site_texts": 5,
    "articles.management": 6,
    "articles.sample": 6,
    "articles.templatetags": 6,
    "articles.admin": 6,
    "articles.desk": 6,
    "articles.public": 6,
    "healthcms": 7,
}
PACKAGES = ("articles", "experts", "healthcms")

# (who, what it never imports, why), over and above the floors.
NEVER = [
    ("experts", "articles", "people are known without knowing any article"),
    ("articles.public", "articles.editorial.workflow", "no page that a reader can ask for changes anything"),
    ("", "django.dispatch", "signals hide who does what; call a verb"),
    ("", "django.db.models.signals", "signals hide who does what; call a verb"),
]
CONTENT_STANDS_ON = {*sys.stdlib_module_names, "nh3", "lxml", "articles"}
NAMELESS_FILES = ("utils", "helpers", "misc", "common")


def is_within(module: str, package: str) -> bool:
    return not package or module == package or module.startswith(package + ".")


def floor_of(module: str) -> int | None:
    """Find the floor of a module; a part of articles that FLOORS does not list has none."""
    fitting = [package for package in FLOORS if is_within(module, package)]
    package = max(fitting, key=len, default="")
    if package == "articles" and module != "articles":
        return None
    return FLOORS.get(package)


def imports_in(source: str, *, module: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """List every import with its line, those within functions too; `from a import b` counts as a.b."""
    package = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                origin = ".".join([*above, *([origin] if origin else [])])
            for name in node.names:
                yield node.lineno, f"{origin}.{name.name}"


def violations_in(source: str, *, module: str, is_package: bool = False) -> list[str]:
    """Say in a sentence what each forbidden import breaks."""
    found = []
    own_floor = floor_of(module)
    if own_floor is None:
        found.append(f"{module} stands on no floor: add its package to FLOORS in tests/test_layers.py.")
    for line, target in imports_in(source, module=module, is_package=is_package):
        where = f"{module}, line {line}, imports {target}"
        for who, what, why in NEVER:
            if is_within(module, who) and is_within(target, what):
                found.append(f"{where}: {who or 'nobody'} may not import {what}, because {why}.")
        if is_within(module, "articles.content") and target.split(".")[0] not in CONTENT_STANDS_ON:
            found.append(f"{where}: articles.content stands on Python, nh3 and lxml alone.")
        if target.split(".")[0] in PACKAGES and own_floor is not None:
            floor = floor_of(target)
            # `from articles.public import views` names a module, `from articles import Name` does not: try its parent.
            floor = floor_of(target.rpartition(".")[0]) if floor is None else floor
            if floor is None:
                found.append(f"{where}, which stands on no floor: add its package to FLOORS in tests/test_layers.py.")
            elif floor > own_floor:
                found.append(f"{where}: floor {own_floor} may not import from floor {floor}; imports point down.")
    return found


def modules() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def test_imports_point_down():
    found = [
        sentence
        for module, path in modules()
        for sentence in violations_in(path.read_text(), module=module, is_package=path.name == "__init__.py")
    ]

    assert not found, "\n".join(found)


def test_no_file_is_a_drawer_for_everything():
    found = [module for module, path in modules() if path.stem in NAMELESS_FILES]

    assert not found, f"{', '.join(found)}: name the file after the one thing it holds."


def check(source: str, module: str, **kwargs: bool) -> str:
    return "\n".join(violations_in(source, module=module, **kwargs))


def test_an_upward_import_is_found():
    assert "imports point down" in check("from articles.editorial import workflow", "articles.models.article")
    assert "imports point down" in check("def f():\n    import articles.editorial.gate", "articles.models.article")
    assert "imports point down" in check("from healthcms import errors", "articles.public.views")


def test_a_relative_upward_import_is_found():
    assert "imports point down" in check("from ..editorial import gate", "articles.models.article")
    assert "imports point down" in check("from ..editorial import gate", "articles.models", is_package=True)
    assert not check("from .version import Version", "articles.models.article")


def test_experts_importing_articles_is_found():
    assert "experts may not import articles" in check("from articles.content import html", "experts.models.expert")


def test_public_importing_the_verbs_is_found_however_it_is_written():
    for source in (
        "from articles.editorial import workflow",
        "from articles.editorial.workflow import publish",
        "import articles.editorial.workflow as w",
    ):
        assert "no page that a reader" in check(source, "articles.public.views.article")


def test_a_signal_is_found():
    assert "call a verb" in check("from django.dispatch import receiver", "articles.models.article")
    assert "call a verb" in check("from django.db.models.signals import post_save", "experts.models")


def test_the_orm_in_the_content_floor_is_found():
    assert "Python, nh3 and lxml alone" in check("from django.db import models", "articles.content.html")
    assert not check("import nh3, hashlib\nfrom lxml import html", "articles.content.html")


def test_a_package_without_a_floor_is_found():
    assert "stands on no floor" in check("", "articles.gadgets.thing")
    assert "stands on no floor" in check("from articles.gadgets import thing", "articles.public.views")


def test_downward_and_level_imports_are_allowed():
    assert not check("from articles.models import Article", "articles.editorial.gate")
    assert not check("from experts.models import Expert", "articles.editorial.gate")
    assert not check("from articles.models import Article", "articles.public.views")
    assert not check("from articles.errors import EditorialError", "articles.models.article")
    assert not check("from articles.editorial import workflow", "articles.admin.article")
