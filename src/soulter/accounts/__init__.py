"""Users, login, sessions, invitations."""
