from recommendations.importing.api.answers import AnswerViewSet
from recommendations.importing.api.parts import ChangeViewSet, ProblemViewSet, QuestionViewSet
from recommendations.importing.api.views import ImportViewSet

_ONE = r"imports/(?P<import_id>[0-9]+)"

#: Prefix, view set and name of each list, for the router in `upr_tracker.api`.
routes = [
    ("imports", ImportViewSet, "api-import"),
    ("imports/answers", AnswerViewSet, "api-import-answer"),
    (rf"{_ONE}/changes", ChangeViewSet, "api-import-change"),
    (rf"{_ONE}/problems", ProblemViewSet, "api-import-problem"),
    (rf"{_ONE}/choices", QuestionViewSet, "api-import-choice"),
]
