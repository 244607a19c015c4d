"""Floor 2: the Article and every other row, where they are kept, and how they come in and go out."""
