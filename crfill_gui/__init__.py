"""The editor: everything that uses Qt, and the document that it edits, which does not."""
