"""Letters that go out: they wait in the outbox until a mail server has taken them."""
