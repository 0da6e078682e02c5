"""What a production site serves: hashed files, and no part of the editor that we switched off."""

import subprocess
import sys
from pathlib import Path

from tests.healthcms.test_settings import PRODUCTION, ROOT

NEEDED_BY_THE_EDITOR = [
    "ckeditor-init.js",
    "ckeditor/ckeditor.js",
    "ckeditor/LICENSE.md",
    "ckeditor/config.js",
    "ckeditor/lang/en.js",
    "ckeditor/skins/moono-lisa/editor.css",
    "ckeditor/plugins/icons.png",
    "ckeditor/plugins/link/dialogs/link.js",
    "ckeditor/plugins/table/dialogs/table.js",
    "ckeditor/plugins/find/dialogs/find.js",
    "ckeditor/plugins/specialchar/dialogs/specialchar.js",
    "ckeditor/plugins/pastefromword/filter/default.js",
]


def test_collectstatic_ships_a_trimmed_editor_and_hashed_files(tmp_path: Path):
    environment = PRODUCTION | {"STATIC_ROOT": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "staticfiles.json").exists()
    editor = tmp_path / "ckeditor"
    assert [name for name in NEEDED_BY_THE_EDITOR if not (editor / name).exists()] == []
    assert [path for path in editor.rglob("*") if path.suffix in (".html", ".php", ".swf")] == []
    for plugin in ("preview", "exportpdf", "wsc", "scayt", "flash", "iframe", "ajax", "codesnippetgeshi"):
        assert not (editor / "ckeditor" / "plugins" / plugin).exists()
