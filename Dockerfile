# One image for web, worker, beat and set-up: docker-compose.yml says who does what.

FROM python:3.11-slim-bookworm AS dependencies
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN /opt/venv/bin/pip install --require-hashes --requirement requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PRODUCTION=true VAR_DIR=/app/var STATIC_ROOT=/app/static-collected
RUN useradd --system --uid 10001 --home-dir /app upr
WORKDIR /app
COPY --from=dependencies /opt/venv /opt/venv
COPY . .
# The settings ask for secrets and services; collecting files uses none of these, and none is kept.
RUN SECRET_KEY=only-for-collecting-static-files-while-this-image-is-being-built \
    ALLOWED_HOSTS=build.invalid DATABASE_URL=postgres://build.invalid/none REDIS_URL=redis://build.invalid \
    python manage.py collectstatic --no-input --verbosity 0 \
    && mkdir -p var && chown -R upr var
USER upr
VOLUME /app/var
EXPOSE 8000
# Asked by the name the site goes by, as any visitor would; other services have checks of their own.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "-c", "\
import os, urllib.request as web; \
host = os.environ['ALLOWED_HOSTS'].split(',')[0].strip().lstrip('.'); \
web.urlopen(web.Request('http://127.0.0.1:8000/health/', headers={'Host': host}), timeout=8)"]
CMD ["gunicorn", "upr_tracker.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
