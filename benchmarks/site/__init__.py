"""The benchmark's site: a menu, wagtail.contrib.forms and a form written by hand."""
