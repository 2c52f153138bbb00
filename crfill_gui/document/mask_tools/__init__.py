"""The tools that change the mask: an area is drawn, clicked on or searched for. No Qt."""
