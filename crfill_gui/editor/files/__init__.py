"""Opening photos and projects, saving, mask files, and the masks of closed photos."""
