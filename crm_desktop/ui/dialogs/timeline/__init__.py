"""The timeline of a person, a company or a deal: the card that is written in, the list of entries and what mends them."""
