"""Photos: what they are (photo), reading (read), writing (write), colour (color), masks (mask)."""
