"""What must hold on every site that installs the app."""


class HostSite:
    """It passes its checks, needs no migration of its own and takes a sign-up."""

    def test_the_system_checks_have_nothing_to_say(self, run):
        result = run("manage.py", "check", "--fail-level", "WARNING")
        assert (result.stdout, result.stderr) == (
            "System check identified no issues (0 silenced).\n",
            "",
        )

    def test_no_migration_is_missing(self, run):
        result = run("manage.py", "makemigrations", "--check", "--dry-run")
        assert (result.stdout, result.stderr) == ("No changes detected\n", "")

    def test_every_page_on_the_way_is_shown(self, journey):
        assert journey["status"] == {"offer": 200, "form": 200, "post": 303, "receipt": 200}

    def test_every_page_on_the_way_has_the_sites_own_layout(self, journey):
        assert journey["in_own_layout"] == ["offer", "form", "receipt"]

    def test_no_cookie_is_set_and_no_session_read(self, journey):
        assert (journey["cookies"], journey["vary_on_cookie"], journey["sessions"]) == ([], [], 0)

    def test_the_sign_up_is_stored_and_confirmed(self, journey):
        assert journey["submissions"] == [["Åse Ægidius", "confirmed", ["New ideas"]]]

    def test_one_mail_goes_out_with_the_calendar_file(self, journey):
        assert journey["mail"] == [["aase@example.dk"], ["course.ics"]]

    def test_the_sites_own_page_is_left_alone(self, journey):
        assert journey["own_page"] == "The site's own: Our own"

    def test_an_editor_can_open_every_page(self, journey):
        assert journey["editor"] == [200, 200, 200]

    def test_the_factories_make_offers_of_the_sites_own_type(self, journey, request):
        assert journey["factories"] == [request.module.PAGE_TYPES[0]] * 2
