"""Step 4: several pipelines, stages and chances of one's own, deals that repeat, people of a deal, history, rates, leads."""

from __future__ import annotations

from typing import Final

STATEMENTS: Final = (
    # Which template it was made of ('' for none), and what its deals are called where not "deal": "candidate", "candidates".
    "ALTER TABLE pipelines ADD COLUMN kind TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE pipelines ADD COLUMN word_one TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE pipelines ADD COLUMN word_many TEXT NOT NULL DEFAULT ''",
    # What winning and losing are called: "hired", "declined"; '' for won and lost.
    "ALTER TABLE pipelines ADD COLUMN word_won TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE pipelines ADD COLUMN word_lost TEXT NOT NULL DEFAULT ''",
    # 1: the chance of winning is learned from what became of earlier deals; `probability` counts until there are enough.
    # stuck_days: NULL is learned likewise, 0 is never, otherwise the days as set.
    "ALTER TABLE stages ADD COLUMN learned INTEGER NOT NULL DEFAULT 0",
    # The name of a tone, '' for none.
    "ALTER TABLE stages ADD COLUMN colour TEXT NOT NULL DEFAULT ''",
    # '' for an amount that comes once; week, month, quarter or year for one that comes each time; how often (NULL: on and on).
    "ALTER TABLE deals ADD COLUMN amount_period TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE deals ADD COLUMN amount_times INTEGER",
    # What the main contact (deals.contact_id) is in it; everybody else stands in deal_contacts.
    "ALTER TABLE deals ADD COLUMN contact_role TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE deal_contacts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER NOT NULL REFERENCES deals (id) ON DELETE CASCADE,
        contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        role TEXT NOT NULL DEFAULT '', position INTEGER NOT NULL DEFAULT 0,
        UNIQUE (deal_id, contact_id))""",
    "CREATE INDEX deal_contacts_by_contact ON deal_contacts (contact_id)",
    """CREATE TABLE deal_tags (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER NOT NULL REFERENCES deals (id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
        UNIQUE (deal_id, tag_id))""",
    "CREATE INDEX deal_tags_by_tag ON deal_tags (tag_id)",
    # A row for each step of the way: `outcome` '' for going to the stage `to_stage_id`, won or lost where it ended in
    # `from_stage_id`, open where it was opened again in `to_stage_id`. `quiet_days`: of the days there, those on which no
    # step was planned ahead; NULL in rows that are older.
    "ALTER TABLE stage_moves ADD COLUMN to_stage_id INTEGER",
    "ALTER TABLE stage_moves ADD COLUMN outcome TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE stage_moves ADD COLUMN quiet_days INTEGER",
    "CREATE INDEX stage_moves_by_outcome ON stage_moves (outcome, moved_at) WHERE outcome <> ''",
    # The moves that are there already: where to is the stage of the next move, or where the deal stands now.
    """UPDATE stage_moves SET to_stage_id = coalesce(
        (SELECT later.from_stage_id FROM stage_moves later WHERE later.deal_id = stage_moves.deal_id AND later.id > stage_moves.id
            ORDER BY later.id LIMIT 1),
        (SELECT stage_id FROM deals WHERE deals.id = stage_moves.deal_id))""",
    # What was expected of a deal and when that changed, so that a forecast can be made as of any earlier day: `field` is
    # amount ('640000 EUR month 12') or close (a day); `old` and `new` are '' for nothing.
    """CREATE TABLE deal_changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        deal_id INTEGER NOT NULL REFERENCES deals (id) ON DELETE CASCADE,
        field TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, changed_at INTEGER NOT NULL)""",
    "CREATE INDEX deal_changes_by_deal ON deal_changes (deal_id)",
    # For the timeline of a deal: what changed of it, of its own fields and of its people. The query that wants them says the
    # same words, see storage/queries/deal_changes.py.
    """CREATE INDEX changes_of_deals ON changes (table_name, row_id, id)
        WHERE table_name IN ('deals', 'deal_values', 'deal_contacts')""",
    "CREATE INDEX changes_about_deals ON changes (owner_id, id) WHERE table_name IN ('deal_values', 'deal_contacts')",
    "CREATE INDEX deals_by_close ON deals (expected_close) WHERE expected_close IS NOT NULL",
    # Timelines tell of tags, roles, relations and consents, too; see storage/queries/field_changes.py.
    "DROP INDEX changes_of_fields",
    """CREATE INDEX changes_of_fields ON changes (owner_id, table_name, row_id, id) WHERE table_name IN ('contacts', 'contact_points',
        'addresses', 'important_dates', 'facts', 'contact_values', 'companies', 'company_values', 'files',
        'contact_tags', 'contact_roles', 'relations', 'consents')""",
    # What was promised stays promised when the deal that it was about goes: its reminder is kept.
    """CREATE TRIGGER promises_outlive_deals BEFORE DELETE ON deals BEGIN
        UPDATE reminders SET deal_id = NULL WHERE deal_id = OLD.id AND interaction_id IS NOT NULL; END""",
    # One unit of `currency` was worth `rate` (a decimal number as text) of `base` on `day`.
    """CREATE TABLE exchange_rates (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        currency TEXT NOT NULL, base TEXT NOT NULL, day TEXT NOT NULL, rate TEXT NOT NULL,
        UNIQUE (currency, base, day))""",
    # The reasons that are offered when a deal is lost; none at all means the usual ones.
    """CREATE TABLE lost_reasons (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0)""",
    # Whether a lead suits one's work: '', good or bad, and why.
    "ALTER TABLE contacts ADD COLUMN lead_fit TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contacts ADD COLUMN lead_fit_reason TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX contacts_as_leads ON contacts (lifecycle, id) WHERE lifecycle IN ('lead', 'interested', 'qualified')",
)
