"""The editor. All modules that use Qt are here; the document that the editor changes does not use Qt."""
