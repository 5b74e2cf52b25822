"""What a night costs after a year, and what many days at once save."""
