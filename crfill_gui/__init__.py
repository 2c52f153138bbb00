"""The editor: everything that knows Qt, plus the Qt-free document it edits."""
