"""Figures in, pages out: one template each for country, scorecard and index, in the language of the reader."""
