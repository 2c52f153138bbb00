"""Files of any kind: replaced as a whole (replace), JSON (strict, json_text, json_lines), bundled with the program
(resources), folders and tars of images (sources).
"""
