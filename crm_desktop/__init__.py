"""CRM Desktop: people, follow-ups and deals of one freelancer, in one local file."""

__version__ = "0.4.0"
