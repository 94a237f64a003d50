"""Reading for the screen: one statement for each list or figure, into frozen rows, without SQLModel."""
