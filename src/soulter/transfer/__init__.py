"""The business as plain files that other programs read, out and in again."""
