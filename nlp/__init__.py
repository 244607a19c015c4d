"""Articles in, tagged rows out: relevance, cues, voice, sources and framing as spaCy components."""
