"""Files: opening photos and projects, saving, mask files, masks of closed photos."""
