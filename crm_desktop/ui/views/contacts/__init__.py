"""The contacts view: the list of people, and a person's page with timeline and details."""
