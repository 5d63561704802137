from django.urls import path

from states import views

urlpatterns = [
    path("states/", views.states, name="states"),
    path("states/<slug:code>/", views.state, name="state"),
]
