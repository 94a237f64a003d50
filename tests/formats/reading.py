"""Reading small files in tests: text in, drafts and refusals out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crm_desktop.domain.contacts import ContactDraft, clean_draft
from crm_desktop.formats import FORMATS
from crm_desktop.services.ports import ContactReader, FileDescription, ReadDraft, Rejected


def reader_of(path: Path) -> ContactReader:
    """The reader that recognises the file, asked in the order of the registry."""
    head = path.read_bytes()[:65536]
    return next(reader for reader in FORMATS.readers if reader.recognises(path, head))


class Files:
    """Files in one temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, content: str | bytes, name: str = "contacts.csv") -> Path:
        """Write text as UTF-8, bytes as they are."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def entries(
        self, content: str | bytes, name: str = "contacts.csv", mapping: Mapping[int, str] | None = None
    ) -> list[ReadDraft | Rejected]:
        """Everything that is read of such a file."""
        path = self.write(content, name)
        return list(reader_of(path).read(path, mapping))

    def drafts(self, content: str | bytes, mapping: Mapping[int, str] | None = None) -> list[ContactDraft]:
        """The drafts of such a file as they would be stored."""
        return [clean_draft(e.draft) for e in self.entries(content, mapping=mapping) if isinstance(e, ReadDraft)]

    def draft(self, content: str | bytes) -> ContactDraft:
        """The only draft of such a file."""
        (found,) = self.drafts(content)
        return found

    def description(self, content: str | bytes) -> FileDescription:
        """What is said of such a file before it is read."""
        path = self.write(content)
        return reader_of(path).describe(path)

    def card(self, *lines: str | bytes, version: str = "3.0") -> ContactDraft:
        """The draft of one card of these lines."""
        whole = [b"BEGIN:VCARD", f"VERSION:{version}".encode()]
        whole += [line.encode() if isinstance(line, str) else line for line in lines]
        return self.draft(b"\r\n".join([*whole, b"END:VCARD", b""]))


def remarks(entry: ReadDraft | Rejected) -> list[str]:
    """What was remarked about an entry, as the user reads it."""
    assert isinstance(entry, ReadDraft)
    return [str(remark) for remark in entry.remarks]
