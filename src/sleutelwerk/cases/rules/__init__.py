"""The decisions of the room: who may do what with a case file, and what must be settled first."""
