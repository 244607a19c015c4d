"""The demo: an invented press on this machine's loopback, crawled, tagged and reported by the real code.

Nobody and nothing in it exists; every page says so. It is also what the tests of the whole way run on.
"""
