from django.urls import path

from recommendations.views import browsing, front, reading

urlpatterns = [
    path("", front.home, name="home"),
    path("about/", front.about, name="about"),
    path("recommendations/", browsing.recommendations, name="recommendations"),
    path("recommendations/export.csv", browsing.export_csv, name="recommendations-csv"),
    path("recommendations/<slug:review_slug>/<str:number>/", reading.recommendation, name="recommendation"),
    path("themes/", reading.themes, name="themes"),
    path("themes/<slug:slug>/", reading.theme, name="theme"),
]
