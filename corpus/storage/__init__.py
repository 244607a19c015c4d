"""How the store is kept: the database, and the reading and writing of each kind of row. Used through corpus.store."""
