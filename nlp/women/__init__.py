"""Who an article is about: its persons, whose custody it tells of, and where the women in scope are named.

``persons`` finds who is named and of which sex; ``custody`` ties each event of arrest, trial or prison to one of them;
``mentions`` follows the women in evidence through the text. Each stands on the ones before it.
"""
