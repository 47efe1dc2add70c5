"""What is agreed, given, kept, looked back on and told, as data that can be read and judged without Django."""
