"""What the site does by itself, and how often: the one list of every room's jobs."""

from __future__ import annotations

from datetime import timedelta

from sleutelwerk.upkeep.rules import Schedule

SCHEDULE = (
    Schedule("deliver-mail", "sleutelwerk.mailroom.tasks.deliver", timedelta(seconds=20)),
    Schedule("tidy-cache", "sleutelwerk.upkeep.tasks.tidy_cache", timedelta(minutes=5)),
    Schedule("tidy-outbox", "sleutelwerk.accounts.tasks.forget_letters", timedelta(days=1)),
    Schedule("tidy-sessions", "sleutelwerk.accounts.tasks.forget_ended_sessions", timedelta(hours=6)),
    Schedule("forget-what-is-over", "sleutelwerk.accounts.tasks.forget_what_is_over", timedelta(days=1)),
    Schedule("close-unreviewed-accounts", "sleutelwerk.accounts.tasks.close_unreviewed_accounts", timedelta(hours=6)),
    Schedule("forget-old-exceptions", "sleutelwerk.privacy.tasks.forget_old_exceptions", timedelta(days=1)),
    Schedule("remind-reviewers", "sleutelwerk.knowledge.tasks.requests.remind_reviewers", timedelta(hours=6)),
    Schedule("see-to-ends-of-access", "sleutelwerk.knowledge.tasks.requests.see_to_ends", timedelta(hours=1)),
    Schedule("forget-requests", "sleutelwerk.knowledge.tasks.requests.forget_what_is_over", timedelta(days=1)),
    # typesetting keeps a processor busy for seconds: not while the first visitors of a new site come in
    Schedule(
        "compose-handbook",
        "sleutelwerk.handbook.documents.keeping.keep_up_to_date",
        timedelta(minutes=1),
        begins_after=timedelta(minutes=2),
    ),
    Schedule("read-content-ahead", "sleutelwerk.home.tasks.read_content_ahead", timedelta(days=1)),
    Schedule("index-library", "sleutelwerk.home.tasks.index_what_can_be_found", timedelta(minutes=1)),
    Schedule("tidy-copies", "sleutelwerk.knowledge.tasks.documents.tidy_copies", timedelta(minutes=15)),
    Schedule("forget-handouts", "sleutelwerk.knowledge.tasks.documents.forget_what_is_over", timedelta(days=1)),
    Schedule("close-forgotten-rooms", "sleutelwerk.deliberation.tasks.close_forgotten_rooms", timedelta(hours=1)),
    Schedule("forget-deliberations", "sleutelwerk.deliberation.tasks.forget_what_is_over", timedelta(hours=1)),
    Schedule("remind-facilitators", "sleutelwerk.deliberation.tasks.remind_leaders", timedelta(hours=6)),
    Schedule("forget-silent-candidates", "sleutelwerk.cases.tasks.forget_silent_candidates", timedelta(hours=1)),
    Schedule("forget-rejected-candidates", "sleutelwerk.cases.tasks.forget_rejected", timedelta(hours=1)),
    Schedule("forget-undecided-candidates", "sleutelwerk.cases.tasks.forget_undecided", timedelta(hours=1)),
    Schedule("forget-theme-signals", "sleutelwerk.cases.tasks.forget_signals", timedelta(hours=1)),
    Schedule("forget-ended-cases", "sleutelwerk.cases.tasks.forget_ended", timedelta(hours=1)),
    Schedule("forget-orders", "sleutelwerk.cases.tasks.forget_orders", timedelta(days=1)),
    Schedule("lapse-case-offers", "sleutelwerk.cases.tasks.lapse_offers", timedelta(hours=1)),
    Schedule("remove-old-examples", "sleutelwerk.cases.tasks.remove_old_examples", timedelta(days=1)),
    Schedule("remove-keyless-cases", "sleutelwerk.cases.tasks.remove_keyless", timedelta(hours=1)),
    Schedule("destroy-again", "sleutelwerk.vault.tasks.destroy_again", timedelta(minutes=10)),
    Schedule("sweep-envelopes", "sleutelwerk.vault.tasks.sweep", timedelta(minutes=1)),
    Schedule("seal-audit-trail", "sleutelwerk.audit.tasks.seal", timedelta(hours=1)),
    Schedule("purge-audit-trail", "sleutelwerk.audit.tasks.purge", timedelta(days=1)),
)
