"""Files dropped on a person, a company or a whole page: e-mails are offered to be logged, everything else is added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.files import FileOwner
from crm_desktop.domain.messages import Message, message
from crm_desktop.ui.dialogs.file_opening import FileCalls
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.services.mail_files import MailFileService


_LONGEST_ADDRESS: Final = 80


class DropCalls(FileCalls, Protocol):
    """What is needed for it; `TimelineParts` has all of it."""

    @property
    def mails(self) -> Callable[[], MailFileService]: ...
    @property
    def now(self) -> Callable[[], datetime]: ...
    @property
    def show_card(self) -> Callable[[QWidget], None]: ...


class FileDrops(QObject):
    """Lets a widget, and all in it that takes nothing itself, take files; `take` gets their paths.

    `refuse` gets the sentence for what is no file of this computer, such as a picture out of a browser.
    """

    def __init__(
        self,
        widget: QWidget,
        take: Callable[[list[Path]], object],
        refuse: Callable[[Message], object] = lambda _sentence: None,
    ) -> None:
        super().__init__(widget)
        self._take = take
        self._refuse = refuse
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Files of this computer are taken; words that are dragged are left to the fields."""
        if isinstance(event, QDragEnterEvent | QDropEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.Drop,
        ):
            urls = event.mimeData().urls()
            if urls:
                # An address is let in, too: who drops one would otherwise not learn why nothing came of it.
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self._drop(urls)
                return True
        return False

    def _drop(self, urls: Sequence[QUrl]) -> None:
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            self._take(paths)
        elif urls:
            address = one_line(urls[0].toString(), _LONGEST_ADDRESS)
            words = "“{address}” is no file on this computer. Save it first, or write the address down as a note."
            self._refuse(message(words, address=address))


def take_files(theme: Theme, calls: DropCalls, owner: FileOwner, paths: Sequence[Path], context: QObject) -> None:
    """Offer e-mails to be logged, also for `owner` if that is a person, and add everything else to `owner`."""

    def sort() -> tuple[list[Path], list[Path]]:
        # Off the GUI thread: the files may lie on a slow disk.
        mails = [path for path in paths if calls.mails().is_mail(path)]
        return mails, [path for path in paths if path not in mails]

    def sorted_out(found: tuple[list[Path], list[Path]]) -> None:
        mails, others = found
        add_files(calls, owner, others, context)
        if mails:
            show_mails(theme, calls, mails, owner.contact_id)

    calls.jobs.read(sort, sorted_out, lambda error: calls.fail(error.sentence), owner=context)


def add_files(calls: FileCalls, owner: FileOwner, paths: Sequence[Path], context: QObject) -> None:
    """Copy files into the home; the bar offers undo."""
    for path in paths:
        _add_file(calls, owner, path, context)


def _add_file(calls: FileCalls, owner: FileOwner, path: Path, context: QObject) -> None:
    calls.jobs.write(
        lambda: calls.files().add(owner, path),
        lambda _file_id: calls.say(tr("Added {name}", name=one_line(path.name, 80)), True),
        lambda error: calls.fail(error.sentence),
        owner=context,
    )


def show_mails(theme: Theme, calls: DropCalls, paths: Sequence[Path], contact_id: int | None = None) -> None:
    """Show what logging the e-mails would do."""
    # The form and what reads mails are loaded with the first file, to keep start-up fast.
    from crm_desktop.ui.dialogs.mail_form import MailForm

    form = MailForm(theme, calls.jobs, calls.mails, calls.now, paths, contact_id)
    form.logged.connect(lambda sentence: calls.say(sentence, True))
    calls.show_card(form)
