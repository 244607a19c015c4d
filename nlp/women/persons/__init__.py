"""Who is named in an article, and whether a woman or a man."""
