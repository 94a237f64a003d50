"""Companies: the list of them, and a page with their people, deals and timeline."""
