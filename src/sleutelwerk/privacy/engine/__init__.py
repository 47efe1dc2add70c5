"""The guard for free text and the suppression of small cells, in plain Python; nothing here keeps or sends anything."""
