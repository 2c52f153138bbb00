"""The log and what a bug report holds."""
