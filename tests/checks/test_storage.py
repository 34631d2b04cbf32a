import pytest
from django.core.files.storage import InvalidStorageError

from wagtail_inddragelse.checks import storage as checks
from wagtail_inddragelse.models.attachment import get_private_storage

from .findings import ids, only

PRIVATE = "wagtail_inddragelse_private"
FOLDER = "django.core.files.storage.FileSystemStorage"
BUCKET = "tests.checks.buckets.Bucket"


@pytest.fixture
def define(settings):
    """A function that writes STORAGES: by alias the backend and its options."""

    def write(*, name=None, **aliases):
        static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        written = {
            alias: {"BACKEND": backend, "OPTIONS": options}
            for alias, (backend, options) in aliases.items()
        }
        settings.STORAGES = {"staticfiles": static, "default": {"BACKEND": FOLDER}} | written
        settings.WAGTAIL_INDDRAGELSE = {"ATTACHMENT_STORAGE": name} if name else {}

    return write


class TestStorage:
    def test_the_test_site_has_one(self):
        assert ids(checks.check_storage) == []

    def test_none_need_be_named(self, define):
        define()
        assert ids(checks.check_storage) == []

    def test_one_that_was_named_must_be_there(self, define):
        define(name="vault")
        message = only(checks.check_storage)
        assert (message.id, message.hint) == (
            "wagtail_inddragelse.E012",
            "Known: staticfiles, default.",
        )

    @pytest.mark.parametrize(
        ("alias", "named"), [("vault", "vualt"), ("wagtail_inddragelse_privat", None)]
    )
    def test_a_misspelt_one_is_told_the_nearest(self, define, alias, named):
        define(name=named, **{alias: (FOLDER, {})})
        message = only(checks.check_storage)
        assert (message.id, message.hint) == (
            "wagtail_inddragelse.E012",
            f"Did you mean {alias!r}?",
        )

    @pytest.mark.parametrize(
        ("backend", "options"), [("no.such.Storage", {}), (FOLDER, {"bucket": "b"})]
    )
    def test_one_that_can_not_be_opened_is_told_of(self, define, backend, options):
        define(**{PRIVATE: (backend, options)})
        assert ids(checks.check_storage) == ["E013"]

    def test_the_other_checks_live_with_one_that_can_not_be_opened(self, define):
        define(**{PRIVATE: ("no.such.Storage", {})})
        assert [ids(checks.check_attachments), ids(checks.check_folder)] == [[], []]

    @pytest.mark.parametrize("name", ["vault", None])
    def test_files_never_go_elsewhere_instead(self, define, name):
        define(name=name, **({} if name else {PRIVATE: ("no.such.Storage", {})}))
        with pytest.raises(InvalidStorageError):
            get_private_storage().exists("x")


class TestAttachments:
    @pytest.fixture
    def private(self, settings, tmp_path, monkeypatch):
        """A function that sets PRIVATE_ROOT on a site with media and static folders in place."""
        monkeypatch.chdir(tmp_path)
        for folder in ("media/files", "static", "private"):
            (tmp_path / folder).mkdir(parents=True)
        settings.MEDIA_ROOT, settings.STATIC_ROOT = tmp_path / "media", tmp_path / "static"
        settings.STORAGES = {
            name: storage
            for name, storage in settings.STORAGES.items()
            if name != "wagtail_inddragelse_private"
        }

        def choose(folder):
            settings.WAGTAIL_INDDRAGELSE = {"PRIVATE_ROOT": folder}

        return choose

    def test_the_test_site_is_set_up_right(self):
        assert ids(checks.check_attachments) == []

    @pytest.mark.parametrize("folder", ["private", "media-private", "media/../private"])
    def test_a_folder_of_its_own_is_fine(self, private, tmp_path, folder):
        private(tmp_path / folder)
        assert ids(checks.check_attachments) == []

    @pytest.mark.parametrize(
        "folder",
        ["media", "media/", "media/files", "media/new", "private/../media/x", "static", ""],
    )
    def test_a_public_folder_or_one_around_it_is_refused(self, private, tmp_path, folder):
        private(f"{tmp_path}/{folder}")
        assert set(ids(checks.check_attachments)) == {"E008"}

    def test_a_relative_folder_is_followed_from_where_the_server_starts(self, private):
        private("media/files")
        assert ids(checks.check_attachments) == ["E008"]

    def test_a_symlink_into_the_public_folder_is_followed(self, private, tmp_path):
        (tmp_path / "link").symlink_to(tmp_path / "media" / "files")
        private(tmp_path / "link")
        assert ids(checks.check_attachments) == ["E008"]

    def test_a_public_folder_that_is_a_symlink_is_followed(self, private, settings, tmp_path):
        (tmp_path / "link").symlink_to(tmp_path / "private")
        settings.MEDIA_ROOT = tmp_path / "link"
        private(tmp_path / "private")
        assert ids(checks.check_attachments) == ["E008"]

    def test_the_message_names_the_setting_and_the_folder(self, private, tmp_path):
        private(tmp_path / "media" / "files")
        assert only(checks.check_attachments).msg == (
            f"Attachments are not kept apart from MEDIA_ROOT ({tmp_path / 'media'}): "
            "anybody could fetch them."
        )

    def test_no_folder_at_all_warns(self, private):
        private("")
        assert ids(checks.check_attachments) == ["W003"]

    def test_a_storage_of_its_own_is_looked_into(self, private, settings, tmp_path):
        private("")
        settings.STORAGES = settings.STORAGES | {
            "wagtail_inddragelse_private": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": tmp_path / "media" / "files"},
            }
        }
        assert ids(checks.check_attachments) == ["E008"]

    @pytest.mark.parametrize("alias", checks.PUBLIC_STORAGES)
    def test_the_sites_public_storages_are_refused_whatever_they_are(self, settings, alias):
        settings.WAGTAIL_INDDRAGELSE = {"ATTACHMENT_STORAGE": alias}
        assert only(checks.check_attachments).msg.startswith(
            f'Attachments are not kept apart from STORAGES["{alias}"]'
        )


class TestBuckets:
    """Storages that are not folders are the same place when they write to the same bucket."""

    @pytest.mark.parametrize(
        ("private", "public"),
        [
            ({"bucket_name": "media"}, {"bucket_name": "media"}),
            ({"bucket_name": "media", "location": "private"}, {"bucket_name": "media"}),
            (
                {"bucket_name": "media", "location": "public/private/"},
                {"bucket_name": "media", "location": "public"},
            ),
            ({"azure_container": "media"}, {"azure_container": "media", "timeout": 2}),
        ],
    )
    def test_the_public_one_is_refused(self, define, private, public):
        define(**{"default": (BUCKET, public), PRIVATE: (BUCKET, private)})
        message = only(checks.check_attachments)
        assert (message.id, message.msg) == (
            "wagtail_inddragelse.E008",
            'Attachments are not kept apart from STORAGES["default"]: anybody could fetch them.',
        )

    @pytest.mark.parametrize(
        ("private", "public"),
        [
            ({"bucket_name": "private"}, {"bucket_name": "media"}),
            (
                {"bucket_name": "site", "location": "private"},
                {"bucket_name": "site", "location": "media"},
            ),
        ],
    )
    def test_another_bucket_or_part_of_it_is_fine(self, define, private, public):
        define(**{"default": (BUCKET, public), PRIVATE: (BUCKET, private)})
        assert ids(checks.check_attachments) == []

    def test_a_storage_we_know_nothing_of_is_the_same_when_it_is_written_the_same(self, define):
        define(**{"default": (BUCKET, {"share": "x"}), PRIVATE: (BUCKET, {"share": "x"})})
        assert ids(checks.check_attachments) == ["E008"]


class TestFolder:
    @pytest.fixture
    def private(self, define, settings):
        def choose(folder):
            define()
            settings.WAGTAIL_INDDRAGELSE = {"PRIVATE_ROOT": folder}

        return choose

    def test_one_that_can_be_written_to_is_fine(self, private, tmp_path):
        private(tmp_path)
        assert ids(checks.check_folder) == []

    def test_one_that_can_be_made_is_fine(self, private, tmp_path):
        private(tmp_path / "new" / "private")
        assert ids(checks.check_folder) == []

    def test_nothing_is_made_by_looking(self, private, tmp_path):
        private(tmp_path / "new" / "private")
        ids(checks.check_folder)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("folder", ["file", "file/private"])
    def test_a_file_in_its_place_is_told_of(self, private, tmp_path, folder):
        (tmp_path / "file").write_text("in the way")
        private(tmp_path / folder)
        assert ids(checks.check_folder) == ["W006"]

    def test_one_of_another_user_is_told_of(self, private, tmp_path, monkeypatch):
        private(tmp_path)
        monkeypatch.setattr(checks.os, "access", lambda path, mode: False)
        assert ids(checks.check_folder) == ["W006"]

    def test_so_is_that_of_a_storage_of_its_own(self, define, tmp_path):
        (tmp_path / "file").write_text("in the way")
        define(**{PRIVATE: (FOLDER, {"location": tmp_path / "file"})})
        assert ids(checks.check_folder) == ["W006"]

    def test_a_relative_one_depends_on_who_is_started_where(self, private, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        private("private")
        assert ids(checks.check_folder) == ["W014"]

    def test_a_bucket_is_no_folder(self, define):
        define(**{PRIVATE: (BUCKET, {"bucket_name": "private"})})
        assert ids(checks.check_folder) == []


class TestAttachmentTypes:
    @pytest.fixture
    def allow(self, settings):
        def allow(*types):
            settings.WAGTAIL_INDDRAGELSE = {"ATTACHMENT_TYPES": types}

        return allow

    def test_the_usual_extensions_are_fine(self, allow):
        allow("pdf", "docx", "jpg", "heic")
        assert ids(checks.check_attachment_types) == []

    @pytest.mark.parametrize(
        ("name", "better"), [(".pdf", "pdf"), ("PDF", "pdf"), ("jpeg", "jpg"), (" .JPEG", "jpg")]
    )
    def test_another_way_of_writing_one_is_told_the_usual(self, allow, name, better):
        allow("docx", name)
        message = only(checks.check_attachment_types)
        assert (message.id, message.hint) == ("wagtail_inddragelse.E014", f"Write {better!r}.")

    def test_a_type_that_bytes_can_not_tell_is_never_taken(self, allow):
        allow("txt")
        assert only(checks.check_attachment_types).hint == "Its content can’t be told."
