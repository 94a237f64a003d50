"""Calendar files: events and tasks with their alarms (RFC 5545)."""
