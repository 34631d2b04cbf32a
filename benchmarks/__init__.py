"""How much our form page costs beside wagtail.contrib.forms and a hand-written Django view."""
