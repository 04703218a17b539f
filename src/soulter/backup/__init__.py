"""The whole database in one file, and its restore; `invariants` judges a database from outside."""
