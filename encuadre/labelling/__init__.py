"""A page on this machine to label on, for teams without a labelling tool.

In the order of the data: ``words`` finds the words of a text, ``desk`` is what one annotator gets and hands in,
``drafts`` keeps what is not done yet, ``page`` writes the HTML, ``server`` speaks HTTP on loopback. assets/ runs in the
browser.
"""
