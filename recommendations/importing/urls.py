from django.urls import path

from recommendations.importing.views import answers, choices, imports, template

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/template.<str:kind>", template.spreadsheet_template, name="import-template"),
    path("imports/answers/", answers.remembered, name="import-answers"),
    path("imports/answers/forget/", answers.forget_answers, name="import-answers-forget"),
    path("imports/answers/<int:pk>/", answers.remembered_answer, name="import-answer"),
    path("imports/answers/<int:pk>/forget/", answers.forget_answer, name="import-answer-forget"),
    path("imports/<int:pk>/", imports.import_, name="import"),
    path("imports/<int:pk>/problems/", imports.problems, name="import-problems"),
    path("imports/<int:pk>/choices/", choices.choices, name="import-choices"),
    path("imports/<int:pk>/plan/", imports.plan_again, name="import-plan"),
    path("imports/<int:pk>/apply/", imports.apply, name="import-apply"),
    path("imports/<int:pk>/cancel/", imports.cancel, name="import-cancel"),
    path("imports/<int:pk>/revert/", imports.revert, name="import-revert"),
]
