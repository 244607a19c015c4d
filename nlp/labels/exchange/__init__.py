"""Labels handed out to labelling tools and taken back: one module a format, one way to check what comes back."""
