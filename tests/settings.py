"""The site's own settings for tests: a data folder that is thrown away, on SQLite or, when asked, on PostgreSQL."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.read_content import keep_from, lend_to

_data = tempfile.mkdtemp(prefix="sleutelwerk-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
lend_to(Path(_data))
atexit.register(keep_from, Path(_data))  # before the folder goes
for _name in [name for name in os.environ if name.startswith("SLEUTELWERK_")]:
    del os.environ[_name]  # what this machine runs must not colour the tests
os.environ["SLEUTELWERK_DATA"] = _data
# what a start of the site leaves there, so that a page for everybody asks nothing of the database
Path(_data, "closed.json").write_text('{"closed": ["gated"]}', encoding="ascii")

if os.environ.get("TEST_ON") == "postgresql":
    from tests.databases import postgresql_url

    os.environ["SLEUTELWERK_DATABASE_URL"] = postgresql_url()

from sleutelwerk.config.settings import *  # noqa: E402, F403
