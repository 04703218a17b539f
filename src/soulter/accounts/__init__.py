"""People who can log in: users, their sessions, their roles and what each role may do."""
