"""What an editor sees in Wagtail's admin: lists, panels, checks and the form of a page."""
