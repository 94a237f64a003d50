"""Answers boxes and file dialogs in tests: what will be asked is written down beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crm_desktop.domain.messages import Message


class ScriptedAsk:
    """Keeps the contract `Asks`; each question takes the next answer and fails the test when there is none left.

    `asked` holds what the user would have read. `tell` needs no answer.
    """

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def question(self, sentence: Message, confirm: str, *, detail: Message | None = None, danger: bool = False) -> bool:
        return bool(self._next(str(sentence)))

    def choose(self, sentence: Message, options: Sequence[tuple[str, str]]) -> str | None:
        answer = self._next(str(sentence))
        assert answer is None or answer in [key for key, _words in options], f"{answer} is not offered"
        return None if answer is None else str(answer)

    def text(self, sentence: Message, initial: str = "") -> str | None:
        answer = self._next(str(sentence))
        return None if answer is None else str(answer)

    def tell(self, sentence: Message) -> None:
        self.asked.append(str(sentence))

    def open_files(self, title: str, filters: Sequence[str]) -> list[Path]:
        answer = self._next(title)
        assert isinstance(answer, list)
        return answer

    def save_file(self, title: str, suggested: str, filters: Sequence[str]) -> Path | None:
        answer = self._next(title)
        return Path(str(answer)) if answer else None

    def folder(self, title: str) -> Path | None:
        answer = self._next(title)
        return Path(str(answer)) if answer else None

    def open_link(self, address: str) -> bool:
        return bool(self._next(address))

    def open_file(self, path: Path) -> bool:
        return bool(self._next(f"open {path}"))

    def _next(self, asked: str) -> object:
        self.asked.append(asked)
        assert self.answers, f"nobody answers: {asked}"
        return self.answers.pop(0)
