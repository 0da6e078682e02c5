"""What no public template may contain, what each part is called, and how much the styles may weigh."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if path.relative_to(ROOT / "templates").parts[0] not in ("admin", "desk")
)
PART = re.compile(r'data-part="([a-z-]+)"')
PART_GIVEN = re.compile(r'\bpart="([a-z-]+)"')


def named(path):
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_public_template_knows_no_reader_and_runs_nothing(path):
    text = path.read_text()

    for word in ("csrf_token", "request.", "user.", "messages", "perms"):
        assert not re.search(rf"\{{[{{%][^}}]*\b{re.escape(word)}", text), f"{word} in {path}"
    assert " style=" not in text
    # Our own faults may have taken the style sheets away, too: these pages bring a style of their own along.
    assert "<style" not in text or path.name[:3] in ("500", "503")
    assert not re.search(r"<script(?! type=\"application/ld\+json\"| src=\"\{% static )", text)
    assert not re.search(r"\son[a-z]+=", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_public_template_asks_no_other_site(path):
    assert not re.search(r'(?:src|srcset)="(?:https?:)?//', path.read_text())
    assert not re.search(r'<link[^>]+href="(?:https?:)?//', path.read_text())


def test_every_part_is_documented_and_every_documented_part_exists():
    used = {part for path in TEMPLATES for pattern in (PART, PART_GIVEN) for part in pattern.findall(path.read_text())}
    documented = set(re.findall(r"^\| `([a-z-]+)`", (ROOT / "docs" / "parts.md").read_text(), re.MULTILINE))

    assert used == documented


@pytest.mark.parametrize("path", sorted((ROOT / "templates").glob("50*.html")), ids=named)
def test_the_page_for_our_own_faults_stands_alone(path):
    text = path.read_text()

    assert not re.search(r"{[{%#]|src=|<link|url\(|@import", text)


def test_the_styles_weigh_less_than_thirty_kilobytes_and_stand_in_layers():
    styles = sorted((ROOT / "static" / "css").glob("*.css"))
    public = [path for path in styles if path.name in linked()]

    assert {path.name for path in public} == linked()
    assert sum(path.stat().st_size for path in public) < 30_000
    for path in public:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert text.lstrip().startswith("@layer")
        assert "url(" not in text and "@import" not in text


def test_the_scripts_weigh_less_than_ten_kilobytes():
    names = {name for path in TEMPLATES for name in re.findall(r"js/([\w-]+\.js)", path.read_text())}

    assert names
    assert sum((ROOT / "static" / "js" / name).stat().st_size for name in names) < 10_000


def linked():
    return {name for path in TEMPLATES for name in re.findall(r"css/(\w+\.css)", path.read_text())}
