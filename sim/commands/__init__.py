"""Groups of commands, each a module; `sim.cli` puts them together. Imports `show` and below."""
