"""Right of reply: an outlet is heard before anything about it alone is public, and disputes it wins change figures."""
