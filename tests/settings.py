"""The site's own settings for tests: a data folder that is thrown away, on SQLite or, when asked, on PostgreSQL."""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="sleutelwerk-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("SLEUTELWERK_")]:
    del os.environ[_name]  # what this machine runs must not colour the tests
os.environ["SLEUTELWERK_DATA"] = _data

if os.environ.get("TEST_ON") == "postgresql":
    from tests.databases import postgresql_url

    os.environ["SLEUTELWERK_DATABASE_URL"] = postgresql_url()

from sleutelwerk.config.settings import *  # noqa: E402, F403
