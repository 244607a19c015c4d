"""How an article cites: verbs of saying, their subjects, what is said, and who the speakers are.

Read in this order: reading, verbs, subjects, clauses, cited, nonfinite, sayings, setoff, silence, statements,
attributing, titles, descriptions, antecedents, kinship, institutions, aliases, roles. nlp.speech.sources and
nlp.speech.voice are the doors.
"""
