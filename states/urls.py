from django.urls import path

from states import views

urlpatterns = [
    path("states/", views.states, name="states"),
    path("states/spellings.json", views.spellings, name="state-spellings"),
]
