"""From one HTML page to one article: ``extract(html, url, headers)``. Pure, and never raises on a page's content.

It knows nothing of the crawl, so a crawl, re-extraction from WARC and an import of saved pages all use the same code.
"""

from crawler.extraction.extract import EXTRACTOR_VERSION, Extracted, extract

__all__ = ["EXTRACTOR_VERSION", "Extracted", "extract"]
