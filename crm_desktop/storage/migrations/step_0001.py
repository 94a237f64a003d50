"""Step 1: contacts, companies, interactions, pipelines, deals, reminders, journal and search index.

Times are whole seconds since 1970-01-01T00:00:00Z; days are `YYYY-MM-DD` (or `--MM-DD` without a year), never
converted; wall-clock times are `HH:MM`.
"""

from typing import Final

STATEMENTS: Final = (
    "PRAGMA application_id = 0x43524d44",
    """CREATE TABLE companies (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL, name TEXT NOT NULL, compare_key TEXT NOT NULL, domain TEXT NOT NULL, note TEXT NOT NULL,
        created_at INTEGER NOT NULL)""",
    "CREATE INDEX companies_by_key ON companies (compare_key)",
    """CREATE TABLE contacts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL,
        prefix TEXT NOT NULL, given TEXT NOT NULL, middle TEXT NOT NULL, family TEXT NOT NULL, suffix TEXT NOT NULL,
        nickname TEXT NOT NULL, formatted TEXT NOT NULL,
        display_name TEXT NOT NULL, sort_key TEXT NOT NULL,
        job_title TEXT NOT NULL, department TEXT NOT NULL,
        company_id INTEGER REFERENCES companies (id) ON DELETE SET NULL,
        note TEXT NOT NULL, source TEXT NOT NULL, language TEXT NOT NULL, time_zone TEXT NOT NULL,
        preferred_channel TEXT NOT NULL, keep_in_touch_days INTEGER, origin TEXT NOT NULL,
        created_at INTEGER NOT NULL)""",
    "CREATE INDEX contacts_by_name ON contacts (sort_key)",
    "CREATE INDEX contacts_by_company ON contacts (company_id)",
    "CREATE INDEX contacts_by_uid ON contacts (uid)",
    "CREATE INDEX contacts_kept_in_touch ON contacts (keep_in_touch_days) WHERE keep_in_touch_days IS NOT NULL",
    """CREATE TABLE contact_points (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        kind TEXT NOT NULL, label TEXT NOT NULL, value TEXT NOT NULL, compare_key TEXT NOT NULL,
        position INTEGER NOT NULL)""",
    "CREATE INDEX contact_points_by_contact ON contact_points (contact_id)",
    "CREATE INDEX contact_points_by_key ON contact_points (kind, compare_key)",
    """CREATE TABLE addresses (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        label TEXT NOT NULL, street TEXT NOT NULL, extended TEXT NOT NULL, po_box TEXT NOT NULL, city TEXT NOT NULL,
        region TEXT NOT NULL, postal_code TEXT NOT NULL, country TEXT NOT NULL, formatted TEXT NOT NULL,
        position INTEGER NOT NULL)""",
    "CREATE INDEX addresses_by_contact ON addresses (contact_id)",
    """CREATE TABLE important_dates (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        label TEXT NOT NULL, value TEXT NOT NULL, month_day TEXT NOT NULL, position INTEGER NOT NULL)""",
    "CREATE INDEX important_dates_by_contact ON important_dates (contact_id)",
    "CREATE INDEX important_dates_by_day ON important_dates (month_day)",
    """CREATE TABLE facts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        kind TEXT NOT NULL, text TEXT NOT NULL, position INTEGER NOT NULL)""",
    "CREATE INDEX facts_by_contact ON facts (contact_id)",
    """CREATE TABLE tags (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL, compare_key TEXT NOT NULL UNIQUE, colour TEXT NOT NULL)""",
    """CREATE TABLE contact_tags (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
        UNIQUE (contact_id, tag_id))""",
    "CREATE INDEX contact_tags_by_tag ON contact_tags (tag_id)",
    """CREATE TABLE pipelines (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL, position INTEGER NOT NULL, archived INTEGER NOT NULL)""",
    """CREATE TABLE stages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        pipeline_id INTEGER NOT NULL REFERENCES pipelines (id) ON DELETE CASCADE,
        name TEXT NOT NULL, position INTEGER NOT NULL, probability INTEGER NOT NULL, stuck_days INTEGER)""",
    "CREATE INDEX stages_by_pipeline ON stages (pipeline_id)",
    """CREATE TABLE deals (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL, title TEXT NOT NULL,
        contact_id INTEGER REFERENCES contacts (id) ON DELETE SET NULL,
        company_id INTEGER REFERENCES companies (id) ON DELETE SET NULL,
        stage_id INTEGER NOT NULL REFERENCES stages (id) ON DELETE RESTRICT,
        position INTEGER NOT NULL,
        amount_minor INTEGER, currency TEXT NOT NULL, expected_close TEXT, source TEXT NOT NULL, note TEXT NOT NULL,
        state TEXT NOT NULL, closed_at INTEGER, lost_reason TEXT NOT NULL,
        stage_since INTEGER NOT NULL, created_at INTEGER NOT NULL)""",
    "CREATE INDEX deals_by_stage ON deals (stage_id, position) WHERE state = 'open'",
    "CREATE INDEX deals_in_stage ON deals (stage_id)",
    "CREATE INDEX deals_by_contact ON deals (contact_id)",
    "CREATE INDEX deals_by_company ON deals (company_id)",
    "CREATE INDEX deals_by_end ON deals (state, closed_at)",
    """CREATE TABLE stage_moves (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER NOT NULL REFERENCES deals (id) ON DELETE CASCADE,
        from_stage TEXT NOT NULL, to_stage TEXT NOT NULL, from_stage_id INTEGER, days INTEGER NOT NULL,
        moved_at INTEGER NOT NULL)""",
    "CREATE INDEX stage_moves_by_deal ON stage_moves (deal_id)",
    "CREATE INDEX stage_moves_by_stage ON stage_moves (from_stage_id)",
    """CREATE TABLE interactions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER REFERENCES contacts (id) ON DELETE CASCADE,
        deal_id INTEGER REFERENCES deals (id) ON DELETE SET NULL,
        kind TEXT NOT NULL, direction TEXT NOT NULL, occurred_at INTEGER NOT NULL, zone TEXT NOT NULL,
        duration_minutes INTEGER, mood TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
        created_at INTEGER NOT NULL)""",
    "CREATE INDEX interactions_by_contact ON interactions (contact_id, occurred_at)",
    "CREATE INDEX interactions_by_deal ON interactions (deal_id) WHERE deal_id IS NOT NULL",
    """CREATE TABLE reminders (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL, text TEXT NOT NULL,
        contact_id INTEGER REFERENCES contacts (id) ON DELETE CASCADE,
        deal_id INTEGER REFERENCES deals (id) ON DELETE CASCADE,
        start_day TEXT NOT NULL, wall_time TEXT, zone TEXT NOT NULL, rule TEXT NOT NULL, repeat_from TEXT NOT NULL,
        action TEXT NOT NULL, note TEXT NOT NULL, created_at INTEGER NOT NULL)""",
    "CREATE INDEX reminders_by_contact ON reminders (contact_id)",
    "CREATE INDEX reminders_by_deal ON reminders (deal_id)",
    # One row for each time a reminder comes due; exactly one of an open reminder has no end.
    """CREATE TABLE occurrences (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        reminder_id INTEGER NOT NULL REFERENCES reminders (id) ON DELETE CASCADE,
        due_day TEXT NOT NULL, wall_time TEXT, fires_at INTEGER NOT NULL, snoozed INTEGER NOT NULL,
        ended_at INTEGER, ended_as TEXT NOT NULL)""",
    "CREATE INDEX occurrences_by_reminder ON occurrences (reminder_id)",
    "CREATE INDEX occurrences_open ON occurrences (fires_at) WHERE ended_at IS NULL",
    "CREATE INDEX occurrences_ended ON occurrences (ended_at) WHERE ended_at IS NOT NULL",
    # What was shown of it, and what became of that: never undone, so not in the journal and without a foreign key.
    """CREATE TABLE deliveries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        occurrence_id INTEGER NOT NULL, fires_at INTEGER NOT NULL, title TEXT NOT NULL,
        claimed_at INTEGER NOT NULL, shown_at INTEGER, daemon_id INTEGER NOT NULL, outcome TEXT NOT NULL,
        outcome_at INTEGER,
        UNIQUE (occurrence_id, fires_at))""",
    "CREATE INDEX deliveries_by_time ON deliveries (claimed_at)",
    # Kept by the triggers below, so that sorting by "last spoke" is one index and never a scan of all interactions.
    """CREATE TABLE contact_activity (
        contact_id INTEGER PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
        last_spoke_at INTEGER NOT NULL)""",
    "CREATE INDEX contact_activity_by_time ON contact_activity (last_spoke_at)",
    """CREATE TRIGGER activity_after_insert AFTER INSERT ON interactions
        WHEN NEW.kind <> 'note' AND NEW.contact_id IS NOT NULL BEGIN
        INSERT INTO contact_activity VALUES (NEW.contact_id, NEW.occurred_at)
        ON CONFLICT (contact_id) DO UPDATE SET last_spoke_at = max(last_spoke_at, excluded.last_spoke_at); END""",
    """CREATE TRIGGER activity_after_delete AFTER DELETE ON interactions
        WHEN OLD.kind <> 'note' AND OLD.occurred_at >=
            (SELECT last_spoke_at FROM contact_activity WHERE contact_id = OLD.contact_id) BEGIN
        DELETE FROM contact_activity WHERE contact_id = OLD.contact_id;
        INSERT INTO contact_activity SELECT contact_id, occurred_at FROM interactions
        WHERE contact_id = OLD.contact_id AND kind <> 'note' ORDER BY occurred_at DESC LIMIT 1; END""",
    """CREATE TRIGGER activity_after_update AFTER UPDATE OF contact_id, kind, occurred_at ON interactions BEGIN
        DELETE FROM contact_activity WHERE contact_id IN (OLD.contact_id, NEW.contact_id);
        INSERT INTO contact_activity SELECT contact_id, max(occurred_at) FROM interactions
        WHERE contact_id IN (OLD.contact_id, NEW.contact_id) AND kind <> 'note' GROUP BY contact_id; END""",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # Half-typed texts, by the place they are typed in; neither journaled nor searched.
    "CREATE TABLE drafts (place TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE change_groups (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label TEXT NOT NULL, made_at INTEGER NOT NULL, state TEXT NOT NULL)""",
    "CREATE INDEX change_groups_by_state ON change_groups (state, id)",
    """CREATE TABLE changes (
        id INTEGER PRIMARY KEY,
        group_id INTEGER NOT NULL, table_name TEXT NOT NULL, row_id INTEGER NOT NULL, owner_id INTEGER,
        operation TEXT NOT NULL, old TEXT)""",
    "CREATE INDEX changes_by_group ON changes (group_id, id)",
    # One row: the group that the triggers write to; NULL while nothing is to be noted.
    "CREATE TABLE journal_state (id INTEGER PRIMARY KEY CHECK (id = 1), group_id INTEGER)",
    "INSERT INTO journal_state VALUES (1, NULL)",
    # Without a content of their own: the texts stand in the tables, these can be made again at any time.
    """CREATE VIRTUAL TABLE search_names USING fts5 (name, details, content = '', contentless_delete = 1,
        tokenize = "unicode61 remove_diacritics 0", prefix = '1 2 3')""",
    """CREATE VIRTUAL TABLE search_texts USING fts5 (body, content = '', contentless_delete = 1,
        tokenize = "unicode61 remove_diacritics 0", prefix = '2 3')""",
)
