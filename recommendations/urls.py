from django.conf import settings
from django.urls import include, path, re_path

from recommendations.views import browsing, compared, data, front, reading, reviewing

urlpatterns = [
    path("", front.home, name="home"),
    path("about/", front.about, name="about"),
    path("data/", data.describe_data, name="data"),
    path("recommendations/", browsing.recommendations, name="recommendations"),
    path("recommendations/export.csv", browsing.export_csv, name="recommendations-csv"),
    re_path(
        r"^recommendations/(?P<review_slug>[-a-z0-9]+)/(?P<number>[0-9]+\.[0-9]+|u[0-9]+)/$",
        reading.recommendation,
        name="recommendation",
    ),
    re_path(
        r"^recommendations/(?P<review_slug>[-a-z0-9]+)/(?P<number>[0-9]+\.[0-9]+|u[0-9]+)/cite\.(?P<form>bib|ris)$",
        reading.citation,
        name="recommendation-citation",
    ),
    path("reviews/<slug:slug>/", reviewing.review, name="review"),
    path("states/<slug:code>/", reviewing.state, name="state"),
    path("themes/", reading.themes, name="themes"),
    path("themes/<slug:slug>/", reading.theme, name="theme"),
    path("compare/export.csv", compared.export_csv, name="compare-csv"),
    path("compare/export.svg", compared.export_svg, name="compare-svg"),
    path("compare/", include("recommendations.views.comparing")),
]

if settings.DEBUG:
    from recommendations.views.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
