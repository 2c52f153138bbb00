"""The settings, typed, and the preferences dialog as a table."""
