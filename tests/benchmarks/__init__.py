"""The numbers to keep: each measured beside its limit in the same run, printed as a table or as JSON."""
