"""What to mend, by when, with which proof."""
