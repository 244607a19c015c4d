"""Stories: which articles are copies of one text.

Read in this order: shingles (a text as the set of its word runs), window (the articles of the last days and who shares
how much with whom), clustering (copies become stories, in the store).
"""
