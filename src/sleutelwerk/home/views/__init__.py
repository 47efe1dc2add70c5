"""The pages of the front door, and those where somebody who is signed in sees what waits for him."""
