"""Reports on settled cases: what is counted, by unit, period, class and place, and the pages that leaders read."""
