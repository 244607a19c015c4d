"""How good the tags are, against what coders labelled."""
