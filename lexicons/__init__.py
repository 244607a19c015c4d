"""Floor 1: the codebook and the cue lexicons, as data, and the small loader that checks them."""
