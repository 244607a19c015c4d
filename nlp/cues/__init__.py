"""The cues of the lexicon, found where they count and weighed."""
