"""Forms that lie over the window and know contacts, deals and reminders."""
