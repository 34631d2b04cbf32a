from tests.editing.conftest import offer  # noqa: F401
