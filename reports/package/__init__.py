"""What may leave the study for everybody: a static site, and data without text. In: a corpus. Out: a folder."""
