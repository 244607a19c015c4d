"""How an article cites: verbs of saying, their subjects, what is said, and who the speakers are.

Read in this order: reading, verbs, subjects, clauses, cited, nonfinite, sayings, setoff, statements, attributing,
titles, descriptions, antecedents, roles. nlp.sources and nlp.voice are the doors.
"""
