"""The texts of the pages, one module a language: a dictionary of texts and the rule of plurals."""
