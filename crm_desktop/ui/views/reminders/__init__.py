"""All reminders: quick entry, agenda, month, snoozing, and the log of what fired."""
