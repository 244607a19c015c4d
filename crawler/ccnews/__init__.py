"""Articles out of WARC files that others crawled: CC-NEWS, and any file of that standard."""
