"""The settings, and the table that the settings dialog is made from."""
