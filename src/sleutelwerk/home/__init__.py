"""The front door: start page, contact, what we promise about privacy and accessibility, and the way out."""
