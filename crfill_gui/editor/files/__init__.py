"""What comes from the disk and goes to it: opening photos and projects, saving, mask files, masks that were left."""
