"""Questions to the database that are written out as SQL, for what so many ask that composing them takes the time."""
