"""Weight and render time of the pages, and a department's month of a million voices."""
