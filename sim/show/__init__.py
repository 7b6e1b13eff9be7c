"""How it is shown: figures, brief, tables of results, printed sheets. Imports `saying` and below."""
