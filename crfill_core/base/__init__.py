"""What all parts of the engine are built on: threads."""
