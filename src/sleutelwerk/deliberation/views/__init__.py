"""Pages of the room: methods and dilemmas for everybody, and the deliberations of an organisation."""
