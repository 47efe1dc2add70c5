"""What people may do: pure decisions, each with its reason; used by page, command line, bulk and template alike."""
