"""Reading rows and cells of files and pasted text, and the problems found in them."""
