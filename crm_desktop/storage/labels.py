"""Labels of units of work as the journal keeps them, so that they can be translated when they are shown."""

from __future__ import annotations

import json

from crm_desktop.domain.messages import Message


def encode_label(label: Message | None) -> str:
    """JSON of the template and its values; empty for None."""
    if label is None:
        return ""
    values = {name: value if isinstance(value, str | int) else str(value) for name, value in label.values.items()}
    return json.dumps([label.template, values, label.plural, label.count], ensure_ascii=False)


def decode_label(text: str) -> Message:
    """The label as it was before `encode_label`."""
    template, values, plural, count = json.loads(text)
    return Message(template, values, plural, count)
