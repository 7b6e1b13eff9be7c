"""What a scenario is: quantities, records, files, links. Imports `words` only."""
