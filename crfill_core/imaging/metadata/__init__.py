"""EXIF, XMP and Photoshop resources: what a saved photo keeps of them, and what is updated."""
