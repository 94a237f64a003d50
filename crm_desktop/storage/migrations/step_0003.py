"""Step 3: what a good friend remembers: roles, relations, lifecycle, consent, files, promises, own fields and saved lists."""

from __future__ import annotations

from typing import Final

_UNSPOKEN: Final = "('note', 'promise', 'ticket', 'feedback')"
"""The kinds of interactions that are written down without anybody having spoken with the person."""

STATEMENTS: Final = (
    "ALTER TABLE contacts ADD COLUMN phonetic_given TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contacts ADD COLUMN phonetic_family TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contacts ADD COLUMN pinned_note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contacts ADD COLUMN payment_terms TEXT NOT NULL DEFAULT ''",
    # The present stage of the lifecycle, '' for none; when each was reached stands in lifecycle_steps.
    "ALTER TABLE contacts ADD COLUMN lifecycle TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contacts ADD COLUMN do_not_contact INTEGER NOT NULL DEFAULT 0",
    # The name under which the photo lies in the folder of files, '' for none.
    "ALTER TABLE contacts ADD COLUMN photo TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX contacts_by_lifecycle ON contacts (lifecycle) WHERE lifecycle <> ''",
    "CREATE INDEX contacts_not_to_contact ON contacts (id) WHERE do_not_contact = 1",
    """CREATE TABLE lifecycle_steps (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        stage TEXT NOT NULL, day TEXT NOT NULL)""",
    "CREATE INDEX lifecycle_steps_by_contact ON lifecycle_steps (contact_id)",
    # Roles besides the present one, which stays in contacts.company_id and contacts.job_title; days may be partial.
    """CREATE TABLE contact_roles (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        company_id INTEGER NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
        title TEXT NOT NULL DEFAULT '', from_day TEXT NOT NULL DEFAULT '', until_day TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX contact_roles_by_contact ON contact_roles (contact_id)",
    "CREATE INDEX contact_roles_by_company ON contact_roles (company_id)",
    # Two rows for each, one on the page of either, that share `pair`; `kind` is what `other_id` is to `contact_id`.
    """CREATE TABLE relations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        other_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        kind TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', pair TEXT NOT NULL)""",
    "CREATE INDEX relations_by_contact ON relations (contact_id)",
    "CREATE INDEX relations_by_other ON relations (other_id)",
    "CREATE INDEX relations_by_pair ON relations (pair)",
    # What somebody agreed to: a row each time, with the wording of that day; taking it back fills withdrawn_on.
    """CREATE TABLE consents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
        purpose TEXT NOT NULL, basis TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '',
        wording TEXT NOT NULL DEFAULT '', given_on TEXT NOT NULL, withdrawn_on TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX consents_by_contact ON consents (contact_id)",
    # Numbers are found by their last seven digits and then compared as E.164: nine of them took in a part of the country
    # code where the rest is short. What undoing brings back has to have the same key.
    "UPDATE contact_points SET compare_key = substr(compare_key, -7) WHERE kind = 'phone' AND length(compare_key) > 7",
    """UPDATE changes SET old = json_set(old, '$.compare_key', substr(json_extract(old, '$.compare_key'), -7))
        WHERE table_name = 'contact_points' AND json_extract(old, '$.kind') = 'phone'""",
    "ALTER TABLE companies ADD COLUMN phone TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE companies ADD COLUMN email TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE companies ADD COLUMN website TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE companies ADD COLUMN address TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE companies ADD COLUMN industry TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX companies_by_domain ON companies (domain) WHERE domain <> ''",
    # Something about a company as such has no contact_id; what several people took part in has a row for each of them
    # with the same event_uid (for an e-mail, 'mid:' and its Message-ID).
    "ALTER TABLE interactions ADD COLUMN company_id INTEGER REFERENCES companies (id) ON DELETE SET NULL",
    "ALTER TABLE interactions ADD COLUMN event_uid TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE interactions ADD COLUMN channel TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE interactions ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
    # Of a promise '' (open), 'kept' or 'dropped'; of a ticket 'open', 'waiting' or 'solved'.
    "ALTER TABLE interactions ADD COLUMN state TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE interactions ADD COLUMN state_since INTEGER",
    "ALTER TABLE interactions ADD COLUMN due_day TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX interactions_by_company ON interactions (company_id) WHERE company_id IS NOT NULL",
    "CREATE INDEX interactions_by_event ON interactions (event_uid) WHERE event_uid <> ''",
    "CREATE INDEX interactions_pinned ON interactions (contact_id) WHERE pinned = 1",
    "CREATE INDEX interactions_promised ON interactions (due_day, contact_id) WHERE kind = 'promise' AND state = ''",
    "CREATE INDEX interactions_tickets ON interactions (contact_id) WHERE kind = 'ticket' AND state <> 'solved'",
    # The reminder that watches over a promise with a day goes with it.
    "ALTER TABLE reminders ADD COLUMN interaction_id INTEGER REFERENCES interactions (id) ON DELETE CASCADE",
    "CREATE INDEX reminders_by_interaction ON reminders (interaction_id) WHERE interaction_id IS NOT NULL",
    """CREATE TABLE files (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER REFERENCES contacts (id) ON DELETE CASCADE,
        company_id INTEGER REFERENCES companies (id) ON DELETE CASCADE,
        deal_id INTEGER REFERENCES deals (id) ON DELETE CASCADE,
        interaction_id INTEGER REFERENCES interactions (id) ON DELETE SET NULL,
        name TEXT NOT NULL, stored TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
        media_type TEXT NOT NULL DEFAULT '', added_at INTEGER NOT NULL)""",
    "CREATE INDEX files_by_contact ON files (contact_id)",
    "CREATE INDEX files_by_company ON files (company_id)",
    "CREATE INDEX files_by_deal ON files (deal_id)",
    "CREATE INDEX files_by_interaction ON files (interaction_id)",
    # `subject` is contact, company or deal; `kind` text, number, money, day, choice, choices, yes-no or link; `options` JSON.
    """CREATE TABLE own_fields (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL, compare_key TEXT NOT NULL, kind TEXT NOT NULL,
        options TEXT NOT NULL DEFAULT '[]', position INTEGER NOT NULL DEFAULT 0, hidden INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL)""",
    "CREATE INDEX own_fields_by_name ON own_fields (subject, compare_key)",
    # `text` is what the user reads and what is searched; `sort` what it is ordered and compared by: a number, days as
    # numbers of days since 1970-01-01, yes as 1, money in minor units; NULL where only the text counts.
    *(
        statement
        for subject, table in (("contact", "contacts"), ("company", "companies"), ("deal", "deals"))
        for statement in (
            f"""CREATE TABLE {subject}_values (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {subject}_id INTEGER NOT NULL REFERENCES {table} (id) ON DELETE CASCADE,
        field_id INTEGER NOT NULL REFERENCES own_fields (id) ON DELETE CASCADE,
        text TEXT NOT NULL, compare_key TEXT NOT NULL, sort REAL,
        UNIQUE ({subject}_id, field_id))""",
            f"CREATE INDEX {subject}_values_by_text ON {subject}_values (field_id, compare_key)",
            f"CREATE INDEX {subject}_values_by_sort ON {subject}_values (field_id, sort) WHERE sort IS NOT NULL",
        )
    ),
    # For timelines, which tell of changed fields; interactions and the rest of the journal are not in it. The query that
    # wants it says the same words, see storage/queries/field_changes.py.
    """CREATE INDEX changes_of_fields ON changes (owner_id, table_name, row_id, id) WHERE table_name IN ('contacts', 'contact_points',
        'addresses', 'important_dates', 'facts', 'contact_values', 'companies', 'company_values', 'files')""",
    # Where somebody was added or deleted: what belongs to that is not told of field by field.
    """CREATE INDEX changes_of_beginnings ON changes (owner_id, group_id)
        WHERE table_name IN ('contacts', 'companies') AND operation <> 'update'""",
    # A filter that is kept, shown in the sidebar: all three as JSON, see domain/filters.py.
    """CREATE TABLE saved_lists (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL, name TEXT NOT NULL, subject TEXT NOT NULL DEFAULT 'contact', filter TEXT NOT NULL,
        columns TEXT NOT NULL DEFAULT '[]', sort TEXT NOT NULL DEFAULT '', position INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL)""",
    # The trash: what was deleted last, by kind (a rowid index ends in the id); a row's deletion; what belonged to it.
    "CREATE INDEX changes_deleted ON changes (table_name) WHERE operation = 'delete'",
    "CREATE INDEX changes_deleted_row ON changes (table_name, row_id) WHERE operation = 'delete'",
    "CREATE INDEX changes_deleted_owner ON changes (table_name, owner_id) WHERE operation = 'delete'",
    # A promise, a ticket or feedback is no talk: when one last spoke is reckoned without them.
    "DROP TRIGGER activity_after_insert",
    "DROP TRIGGER activity_after_delete",
    "DROP TRIGGER activity_after_update",
    # How often one spoke, beside when one last did: counting a million interactions for a list would take a second.
    "ALTER TABLE contact_activity ADD COLUMN talks INTEGER NOT NULL DEFAULT 0",
    f"""UPDATE contact_activity SET talks = (SELECT count(*) FROM interactions
        WHERE contact_id = contact_activity.contact_id AND kind NOT IN {_UNSPOKEN})""",
    f"""CREATE TRIGGER activity_after_insert AFTER INSERT ON interactions
        WHEN NEW.kind NOT IN {_UNSPOKEN} AND NEW.contact_id IS NOT NULL BEGIN
        INSERT INTO contact_activity VALUES (NEW.contact_id, NEW.occurred_at, 1) ON CONFLICT (contact_id)
        DO UPDATE SET last_spoke_at = max(last_spoke_at, excluded.last_spoke_at), talks = talks + 1; END""",
    f"""CREATE TRIGGER activity_after_delete AFTER DELETE ON interactions
        WHEN OLD.kind NOT IN {_UNSPOKEN} AND OLD.contact_id IS NOT NULL BEGIN
        UPDATE contact_activity SET talks = talks - 1, last_spoke_at = CASE WHEN OLD.occurred_at < last_spoke_at
            THEN last_spoke_at ELSE coalesce((SELECT occurred_at FROM interactions WHERE contact_id = OLD.contact_id
            AND kind NOT IN {_UNSPOKEN} ORDER BY occurred_at DESC LIMIT 1), 0) END WHERE contact_id = OLD.contact_id;
        DELETE FROM contact_activity WHERE contact_id = OLD.contact_id AND talks <= 0; END""",
    f"""CREATE TRIGGER activity_after_update AFTER UPDATE OF contact_id, kind, occurred_at ON interactions BEGIN
        DELETE FROM contact_activity WHERE contact_id IN (OLD.contact_id, NEW.contact_id);
        INSERT INTO contact_activity SELECT contact_id, max(occurred_at), count(*) FROM interactions
        WHERE contact_id IN (OLD.contact_id, NEW.contact_id) AND kind NOT IN {_UNSPOKEN} GROUP BY contact_id; END""",
    # For lists of people: who ever had a visit, whose talk went badly.
    "CREATE INDEX interactions_by_kind ON interactions (kind, contact_id)",
    "DROP INDEX contact_points_by_contact",
    "CREATE INDEX contact_points_by_contact ON contact_points (contact_id, kind)",
    "DROP INDEX contact_points_by_key",
    "CREATE INDEX contact_points_by_key ON contact_points (kind, compare_key, contact_id)",
    "CREATE INDEX addresses_by_city ON addresses (city, contact_id) WHERE city <> ''",
    "CREATE INDEX addresses_by_country ON addresses (country, contact_id) WHERE country <> ''",
    "CREATE INDEX interactions_by_mood ON interactions (mood, contact_id) WHERE mood <> ''",
    # Nobody keeps in touch with whom they are not to contact.
    "DROP TRIGGER reckon_contact",
    """CREATE TRIGGER reckon_contact AFTER UPDATE OF keep_in_touch_days, do_not_contact ON contacts BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('contact', NEW.id); END""",
    "DROP TRIGGER reckon_spoken",
    "DROP TRIGGER reckon_unspoken",
    f"""CREATE TRIGGER reckon_spoken AFTER INSERT ON interactions
        WHEN NEW.contact_id IS NOT NULL AND NEW.kind NOT IN {_UNSPOKEN} BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('contact', NEW.contact_id); END""",
    f"""CREATE TRIGGER reckon_unspoken AFTER DELETE ON interactions
        WHEN OLD.contact_id IS NOT NULL AND OLD.kind NOT IN {_UNSPOKEN} BEGIN
        INSERT OR IGNORE INTO to_reckon VALUES ('contact', OLD.contact_id); END""",
)
