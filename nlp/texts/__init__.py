"""An article as text: cleaned, split into words and sentences, searched. No meaning yet."""
