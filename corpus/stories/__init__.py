"""Stories: which articles are copies of one text.

Read in this order: shingles (a text as the set of its word runs), window (the articles of the last days and who shares
how much with whom), furniture (what an outlet repeats under its articles), clustering (copies become stories), placing
(the same for a store).
"""
