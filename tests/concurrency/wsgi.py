"""What gunicorn serves: the test site, without the lock when SERVER_UNLOCKED is set.

Both ways it waits between counting places and taking one, so that nothing but the lock decides
whether two who count at the same time both take the last place.
"""

import os
import time

from django.core.wsgi import get_wsgi_application

SECONDS_BEFORE_TAKING = 0.2

application = get_wsgi_application()


def wait_before_taking() -> None:
    """Wait whenever a place was found to be free."""
    from wagtail_inddragelse.domain.intakes import places

    admits = places.Room.admits

    def count_and_wait(*args) -> bool:
        is_free = admits(*args)
        if is_free:
            time.sleep(SECONDS_BEFORE_TAKING)
        return is_free

    places.Room.admits = count_and_wait


def remove_lock() -> None:
    """Read the intake without locking it."""
    from wagtail_inddragelse.domain.intakes import places
    from wagtail_inddragelse.models import Intake

    places.lock = lambda intake: Intake.objects.get(pk=intake.pk)


wait_before_taking()
if "SERVER_UNLOCKED" in os.environ:
    remove_lock()
