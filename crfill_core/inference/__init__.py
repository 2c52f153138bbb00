"""From a photo and a mask to filled pixels: request (data), plan (pure), inpainter (runs it)."""
