"""The command line: one module for each command, composed in `main`."""
