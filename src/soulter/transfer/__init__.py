"""The business as plain files, exported and imported."""
