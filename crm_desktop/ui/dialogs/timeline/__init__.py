"""The timeline of a person or of a company: the card that is written in, the list of entries and what mends them."""
