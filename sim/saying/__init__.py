"""How it is said: languages, sentences, arithmetic. Imports `study` and below."""
