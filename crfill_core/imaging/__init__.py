"""Photos: what they are (photo), reading (read), atomic writing (write), colour (color), masks (mask)."""
