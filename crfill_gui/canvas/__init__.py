"""The canvas, which shows the photo and is painted on."""
