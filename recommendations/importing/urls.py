from django.urls import path

from recommendations.importing import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/template.<str:kind>", views.spreadsheet_template, name="import-template"),
    path("imports/<int:pk>/", views.import_, name="import"),
    path("imports/<int:pk>/plan/", views.plan_again, name="import-plan"),
    path("imports/<int:pk>/apply/", views.apply, name="import-apply"),
]
