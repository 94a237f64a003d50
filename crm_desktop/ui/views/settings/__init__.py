"""How the program behaves: appearance, currency, dates, notifications, and where the data is."""
