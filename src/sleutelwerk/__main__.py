"""Lets `python -m sleutelwerk` do what the `sleutelwerk` command does."""

from sleutelwerk.cli import main

if __name__ == "__main__":
    main(prog_name="sleutelwerk")
