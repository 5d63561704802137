"""The web application for a WSGI server: `gunicorn upr_tracker.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from upr_tracker.limits import seldom_collect_garbage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_tracker.settings")

application = get_wsgi_application()

# A page makes some ten thousand small objects and drops them all: half of the time of some was spent looking.
seldom_collect_garbage()
