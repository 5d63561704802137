"""Composition only: each app brings its own addresses."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from upr_tracker.health import health

admin.site.site_header = admin.site.site_title = "UPR Tracker"
# One way to sign in, with its limits on repeated failures.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("recommendations.urls")),
    path("", include("reviews.urls")),
    path("", include("states.urls")),
    path("", include("recommendations.implementation.urls")),
    path("", include("recommendations.importing.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("upr_tracker.api")),
    path("health/", health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
]
