"""The columns that made-up people are written by, table by table."""

from __future__ import annotations

from typing import Final

COLUMNS: Final = {
    "contacts": (
        "id", "uid", "prefix", "given", "middle", "family", "suffix", "nickname", "formatted", "display_name", "sort_key",
        "job_title", "department", "company_id", "note", "source", "language", "time_zone", "preferred_channel",
        "keep_in_touch_days", "origin", "created_at", "lifecycle",
    ),
    "contact_points": ("contact_id", "kind", "label", "value", "compare_key", "position"),
    "addresses": (
        "contact_id", "label", "street", "extended", "po_box", "city", "region", "postal_code", "country", "formatted", "position",
    ),
    "important_dates": ("contact_id", "label", "value", "month_day", "position"),
    "facts": ("contact_id", "kind", "text", "position"),
    "contact_tags": ("contact_id", "tag_id"),
    "interactions": (
        "contact_id", "kind", "direction", "occurred_at", "zone", "duration_minutes", "mood", "subject", "text", "created_at",
    ),
}  # fmt: skip
