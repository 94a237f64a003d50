"""The front page: what is due, whom one is losing touch with, what is stuck, and the month in numbers."""
