"""Whose arrest, trial or prison a text tells of: the evidence that puts a woman in scope."""
