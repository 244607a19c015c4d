"""Who an article is about: persons, the women in scope, and where each is named."""
