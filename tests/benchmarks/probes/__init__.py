"""Programs that are measured from inside a process of their own; each prints one JSON object."""
