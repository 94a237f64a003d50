"""When things come due: occurrences reckoned from what they hang on, claimed when their moment has come."""
