"""Every text of the program, one module a language: a dictionary of texts by key, and the rule of plurals."""
