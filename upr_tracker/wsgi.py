"""The web application for a WSGI server: `gunicorn upr_tracker.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_tracker.settings")

application = get_wsgi_application()
