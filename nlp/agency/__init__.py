"""Who does what: verbs, their subjects, and whether a woman in scope acts."""
