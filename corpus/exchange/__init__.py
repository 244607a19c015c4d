"""How tables come in: encodings, files, columns, and names of countries and languages. Used by corpus.importing."""
