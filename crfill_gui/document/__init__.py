"""What is edited: photo, mask, history and recipe. No Qt and no torch here."""
