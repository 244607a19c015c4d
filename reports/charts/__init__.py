"""Numbers in, inline SVG out. Titles, units and tables are the page's; a chart draws marks and their direct labels."""
