"""Hostile words in every text of the data, and what must not come of them on the screen."""
