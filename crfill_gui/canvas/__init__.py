"""The canvas: where a person sees the photo and paints on it."""
