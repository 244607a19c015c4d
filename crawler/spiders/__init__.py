"""Outlets in, listed addresses and articles out: one spider, and what reads feeds and sitemaps."""
