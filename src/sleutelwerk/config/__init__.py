"""The only place that knows every room: settings, addresses and the ways in which the server is entered."""
