"""The room as a Django app."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The room as Django sees it."""

    name = "sleutelwerk.publishing"
    label = "publishing"
    verbose_name = "Publiceren"

    def ready(self) -> None:
        """Hand waiting access over when somebody signs in."""
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 - the framework is ready only by now

        from sleutelwerk.publishing.actions import bind_waiting  # noqa: PLC0415 - models exist only by now

        def bind(user: object, **_: object) -> None:
            bind_waiting(user)

        user_logged_in.connect(bind, weak=False, dispatch_uid="sleutelwerk.publishing.bind_waiting")
