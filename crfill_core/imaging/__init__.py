"""Photos: the type (photo), reading (read), writing (write), colour (color), masks (mask)."""
