"""Which journeys walk on PostgreSQL when all tests run, and thereby which walk on SQLite."""

#: One on each database for every room; what asks most of the database walks on the one that is made for it. Either
#: kind runs on the other as well: name the file, with or without TEST_ON=postgresql.
ON_POSTGRESQL = frozenset(
    {
        "test_after_deliberation.py",
        "test_asking_access.py",
        "test_beraad.py",
        "test_documents.py",
        "test_hand_over.py",
        "test_library.py",
        "test_nine_stages.py",
        "test_rights.py",
        "test_signing_in.py",
    }
)
