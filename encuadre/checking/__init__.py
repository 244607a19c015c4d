"""What ``encuadre check`` is made of: drafts, comments that switch it off, and the formats of its findings."""
