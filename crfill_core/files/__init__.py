"""Files of any kind: replaced all at once (replace), strict JSON, resources, folders and tars of images (sources)."""
