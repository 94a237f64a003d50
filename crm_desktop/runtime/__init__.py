"""Where we run: folders, logs, the crash file and the one running instance."""
