"""Step 2: occurrences with a state of their own, yearly days and keeping in touch as derived reminders, and the queue that derives."""

from __future__ import annotations

from typing import Final

STATEMENTS: Final = (
    # Days of the rule that are left out (EXDATE of RFC 5545), ISO days joined by commas.
    "ALTER TABLE reminders ADD COLUMN except_days TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE reminders ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0",
    # 'plain' is the user's own; 'date' comes of a yearly day and 'touch' of keeping in touch: derived, never typed.
    "ALTER TABLE reminders ADD COLUMN kind TEXT NOT NULL DEFAULT 'plain'",
    "ALTER TABLE reminders ADD COLUMN date_id INTEGER REFERENCES important_dates (id) ON DELETE CASCADE",
    "ALTER TABLE reminders ADD COLUMN lead_days INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX reminders_by_date ON reminders (date_id) WHERE date_id IS NOT NULL",
    "CREATE INDEX reminders_kept_in_touch ON reminders (contact_id) WHERE kind = 'touch'",
    # The day that the rule gave, which stays when this one time is moved or put off.
    "ALTER TABLE occurrences ADD COLUMN planned_day TEXT NOT NULL DEFAULT ''",
    "UPDATE occurrences SET planned_day = due_day",
    "ALTER TABLE occurrences ADD COLUMN moved INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE occurrences ADD COLUMN snoozed_at INTEGER",
    # The reminder's kind once more, so that the numbers beside the lists are one index.
    "ALTER TABLE occurrences ADD COLUMN kind TEXT NOT NULL DEFAULT 'plain'",
    "CREATE INDEX occurrences_open_of_reminder ON occurrences (kind, reminder_id, fires_at) WHERE ended_at IS NULL",
    # Shown while the clock had just been set ahead, by so many seconds: taken back should the clock go back.
    "ALTER TABLE deliveries ADD COLUMN suspect INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX deliveries_suspect ON deliveries (fires_at) WHERE suspect > 0",
    # What to be told of a yearly day: '' as the settings say, 'off', or days ahead joined by commas ('7,0').
    "ALTER TABLE important_dates ADD COLUMN notice TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tags ADD COLUMN keep_in_touch_days INTEGER",
    # Derived: how often one speaks with somebody, by what, and from when on they count as lost from sight.
    """CREATE TABLE contact_rhythm (
        contact_id INTEGER PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
        every_days INTEGER NOT NULL, source TEXT NOT NULL, tag_id INTEGER, lose_at INTEGER NOT NULL)""",
    # For each interval that occurs, the first few and how many: nobody has to be sorted by how late they are.
    "CREATE INDEX contact_rhythm_by_interval ON contact_rhythm (source, every_days, lose_at)",
    # Derived occurrences that were taken away keep their number for when they come again: what is redone knows it.
    """CREATE TABLE former_occurrences (
        reminder_id INTEGER NOT NULL, planned_day TEXT NOT NULL, occurrence_id INTEGER NOT NULL,
        PRIMARY KEY (reminder_id, planned_day)) WITHOUT ROWID""",
    # What changed and has occurrences or a rhythm that hang on it; emptied by whoever reckons them anew.
    "CREATE TABLE to_reckon (subject TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (subject, id)) WITHOUT ROWID",
    """CREATE TRIGGER reckon_new_reminder AFTER INSERT ON reminders WHEN NEW.kind = 'plain' AND NEW.rule <> '' BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('reminder', NEW.id); END""",
    """CREATE TRIGGER reckon_reminder AFTER UPDATE OF start_day, wall_time, zone, rule, repeat_from, except_days ON reminders BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('reminder', NEW.id); END""",
    """CREATE TRIGGER reckon_ended AFTER UPDATE OF ended_at, snoozed, moved ON occurrences BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('reminder', NEW.reminder_id); END""",
    """CREATE TRIGGER reckon_gone AFTER DELETE ON occurrences BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('reminder', OLD.reminder_id); END""",
    """CREATE TRIGGER reckon_new_date AFTER INSERT ON important_dates BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('date', NEW.id); END""",
    """CREATE TRIGGER reckon_date AFTER UPDATE ON important_dates BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('date', NEW.id); END""",
    """CREATE TRIGGER reckon_new_contact AFTER INSERT ON contacts WHEN NEW.keep_in_touch_days IS NOT NULL BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('contact', NEW.id); END""",
    """CREATE TRIGGER reckon_contact AFTER UPDATE OF keep_in_touch_days ON contacts BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('contact', NEW.id); END""",
    """CREATE TRIGGER reckon_tagged AFTER INSERT ON contact_tags BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('contact', NEW.contact_id); END""",
    """CREATE TRIGGER reckon_untagged AFTER DELETE ON contact_tags BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('contact', OLD.contact_id); END""",
    """CREATE TRIGGER reckon_tag AFTER UPDATE OF keep_in_touch_days ON tags BEGIN
        INSERT OR IGNORE INTO to_reckon SELECT 'contact', contact_id FROM contact_tags WHERE tag_id = NEW.id; END""",
    """CREATE TRIGGER reckon_spoken AFTER INSERT ON interactions WHEN NEW.contact_id IS NOT NULL AND NEW.kind <> 'note' BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('contact', NEW.contact_id); END""",
    """CREATE TRIGGER reckon_spoken_otherwise AFTER UPDATE OF contact_id, kind, occurred_at ON interactions BEGIN
        INSERT OR IGNORE INTO to_reckon SELECT 'contact', value FROM json_each(json_array(OLD.contact_id, NEW.contact_id))
        WHERE value IS NOT NULL; END""",
    """CREATE TRIGGER reckon_unspoken AFTER DELETE ON interactions WHEN OLD.contact_id IS NOT NULL AND OLD.kind <> 'note' BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('contact', OLD.contact_id); END""",
    "INSERT INTO to_reckon SELECT 'reminder', id FROM reminders WHERE rule <> ''",
    "INSERT INTO to_reckon SELECT 'date', id FROM important_dates",
    "INSERT INTO to_reckon SELECT 'contact', contact_id FROM contact_activity",
    "INSERT OR IGNORE INTO to_reckon SELECT 'contact', id FROM contacts WHERE keep_in_touch_days IS NOT NULL",
)
