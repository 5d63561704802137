from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "upr_tracker"

    def ready(self) -> None:
        from upr_tracker import celery  # noqa: F401  (so that tasks find their application)
