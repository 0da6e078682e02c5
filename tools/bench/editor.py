"""The process of editing.py, as the bench sees it: send a word, read what it says."""

import json
import os
import subprocess
import sys
from typing import Any

from tools.bench.corpora import Corpus
from tools.bench.servers import ROOT


class Editor:
    def __init__(self, corpus: Corpus) -> None:
        self._log = corpus.folder / "editing.log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tools.bench.editing"],
                cwd=ROOT,
                env={**os.environ, **corpus.environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def ask(self, word: str) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"The editing process ended at “{word}”: {self._log.read_text()[-2000:]}")
        return json.loads(line)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
