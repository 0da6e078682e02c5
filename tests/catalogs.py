"""Read the catalogs of translations as translators write them: gettext's .po, as far as `make messages` writes it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) )?(".*")')


@dataclass
class Message:
    said: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    @property
    def english(self) -> list[str]:
        """What is said for one, and for many if that is told apart."""
        return [self.said[name] for name in ("msgid", "msgid_plural") if name in self.said]

    @property
    def translations(self) -> list[str]:
        return [text for name, text in self.said.items() if name.startswith("msgstr")]

    @property
    def key(self) -> str:
        """The key under which the compiled catalog has it."""
        context = self.said.get("msgctxt")
        return self.said["msgid"] if context is None else f"{context}\x04{self.said['msgid']}"


def messages_in(path: Path) -> list[Message]:
    """Every message of a catalog but the first, which is its header."""
    return [message for message in _read(path.read_text(encoding="utf-8")) if message.said["msgid"]]


def _read(text: str) -> Iterator[Message]:
    for block in re.split(r"\n\s*\n", text.strip()):
        message, name = Message(), ""
        for line in block.splitlines():
            if line.startswith("#,"):
                message.flags.update(flag.strip() for flag in line[2:].split(","))
            found = _LINE.fullmatch(line)
            if found:
                name = found[1] or name
                message.said[name] = message.said.get(name, "") + ast.literal_eval(found[2])
        if message.said:
            yield message
