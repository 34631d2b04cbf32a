"""Sites that install the app the way an agency would, each with apps and a manage.py of its own."""
