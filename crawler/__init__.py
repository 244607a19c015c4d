"""The crawler room: an outlet registry comes in, articles with their evidence go out."""
