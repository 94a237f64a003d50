"""The SQLite file: opening, migrations, reading, writing, the change journal and the search index."""
