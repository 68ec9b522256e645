"""The roles, and the sets of them that routes are open to."""

STAFF = ("agent", "supervisor", "admin")
LEADS = ("supervisor", "admin")
READERS = ("supervisor", "analyst", "admin")
ADMINS = ("admin",)
EVERYBODY = ("agent", "supervisor", "analyst", "admin")
