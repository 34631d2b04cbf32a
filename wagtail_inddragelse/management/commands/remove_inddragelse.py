from django.core.management.base import BaseCommand, CommandError

from ...domain.record import removal


class Command(BaseCommand):
    """Run it before the apps are taken out of INSTALLED_APPS; ``docs/how-to/remove.md`` has all."""

    help = "Delete all that the package holds, its tables, and what Wagtail keeps of it."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--delete", action="store_true", help="Do it; otherwise it is only told what would go."
        )

    def handle(self, *args, **options) -> None:
        for name, number in removal.count().items():
            self.stdout.write(f"{number} × {name}")
        if obstacles := removal.find_obstacles():
            raise CommandError("\n".join(["Nothing was deleted.", *obstacles]))
        if not options["delete"]:
            self.stdout.write("Nothing was deleted: that takes --delete.")
            return
        removal.remove()
        self.stdout.write("All is deleted. Take the apps out of INSTALLED_APPS and the urls now.")
