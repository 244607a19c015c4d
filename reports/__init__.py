"""Floor 4: rows in, figures and pages out.

The order of the data: rows.py reads and checks the rows of a study; figures/ turns them into numbers with their
evidence; charts/ draws the numbers; pages/ writes them out in three languages; build.py does all of it in one go.
"""
