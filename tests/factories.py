"""One factory for each model; none invents more than its model needs."""

import datetime

import factory
from factory.django import DjangoModelFactory

from recommendations import models as recommendations
from recommendations.implementation import models as implementation
from recommendations.importing import models as importing
from recommendations.responses import record_response
from reviews import models as reviews
from states import models as states
from upr_tracker.accounts.models import Role, User


def _letters(number: int, length: int) -> str:
    """Answer distinct capital letters for distinct numbers: 0 is "AAA", 1 "AAB"."""
    return "".join(chr(65 + number // 26**place % 26) for place in reversed(range(length)))


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password("a long enough password")

    class Params:
        data_manager = factory.Trait(role=Role.DATA_MANAGER)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)


class RegionalGroupFactory(DjangoModelFactory):
    class Meta:
        model = states.RegionalGroup
        django_get_or_create = ("slug",)

    slug = "weog"
    name = factory.LazyAttribute(lambda group: f"{group.slug} States")
    short_name = factory.LazyAttribute(lambda group: group.slug)


class StateFactory(DjangoModelFactory):
    class Meta:
        model = states.State
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: "X" + _letters(n, 2))
    code2 = factory.Sequence(lambda n: _letters(n, 2).lower())  # never that of a real State
    name = factory.LazyAttribute(lambda state: f"State of {state.code}")
    formal_name = factory.LazyAttribute(lambda state: f"the Republic of {state.code}")
    regional_group = factory.SubFactory(RegionalGroupFactory)


class StateNameFactory(DjangoModelFactory):
    class Meta:
        model = states.StateName

    state = factory.SubFactory(StateFactory)
    name = factory.LazyAttribute(lambda name: name.state.name)


class CycleFactory(DjangoModelFactory):
    class Meta:
        model = reviews.Cycle
        django_get_or_create = ("number",)

    number = 2
    first_year = factory.LazyAttribute(lambda cycle: 2003 + 5 * cycle.number)
    last_year = factory.LazyAttribute(lambda cycle: 2007 + 5 * cycle.number)


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = reviews.Session
        django_get_or_create = ("number",)

    number = 18
    cycle = factory.SubFactory(CycleFactory)
    year = 2014


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = reviews.Review
        django_get_or_create = ("state_under_review", "cycle")

    state_under_review = factory.SubFactory(StateFactory, code="KHM", code2="KH", name="Cambodia")
    cycle = factory.SubFactory(CycleFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        review = super()._create(model_class, *args, **kwargs)
        review.refresh_from_db()
        return review


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = reviews.Document
        django_get_or_create = ("symbol",)

    symbol = "A/HRC/26/16"
    kind = reviews.DocumentKind.WORKING_GROUP_REPORT
    title = "Report of the Working Group"


class PublishedTotalFactory(DjangoModelFactory):
    class Meta:
        model = reviews.PublishedTotal

    review = factory.SubFactory(ReviewFactory)
    source = factory.Sequence(lambda n: f"Source {n}")
    received = 205


class RecommendationFactory(DjangoModelFactory):
    """With a position and States on request: `RecommendationFactory(position="noted", states=[france])`."""

    class Meta:
        model = recommendations.Recommendation
        skip_postgeneration_save = True

    review = factory.SubFactory(ReviewFactory)
    paragraph = 118
    item = factory.Sequence(lambda n: n + 1)
    summary = factory.LazyAttribute(lambda recommendation: f"Do what item {recommendation.item} asks")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        states, position, themes = (kwargs.pop(name, None) for name in ("states", "position", "themes"))
        if kwargs.get("text") and not kwargs.get("text_source"):
            kwargs["text_source"] = DocumentFactory()
        recommendation = super()._create(model_class, *args, **kwargs)
        if states is not None:
            ClauseFactory(recommendation=recommendation, states=states)
        for theme in themes or []:
            ThemeTagFactory(recommendation=recommendation, theme=theme)
        if position:
            ResponseFactory(recommendation=recommendation, position=position)
        recommendation.refresh_from_db()
        return recommendation


class FacetKeysFactory(DjangoModelFactory):
    """The row that the database makes beside a recommendation."""

    class Meta:
        model = recommendations.FacetKeys

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.get(pk=RecommendationFactory(*args, **kwargs).pk)


class ClauseFactory(DjangoModelFactory):
    class Meta:
        model = recommendations.Clause
        skip_postgeneration_save = True

    recommendation = factory.SubFactory(RecommendationFactory)
    order = factory.LazyAttribute(lambda clause: clause.recommendation.clauses.count() + 1)

    @factory.post_generation
    def states(self, create, extracted, **kwargs):
        if extracted:
            self.states.set(extracted)


class ResponseFactory(DjangoModelFactory):
    class Meta:
        model = recommendations.Response

    recommendation = factory.SubFactory(RecommendationFactory)
    position = recommendations.Position.SUPPORTED
    document = factory.SubFactory(DocumentFactory)
    date = datetime.date(2014, 1, 31)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        record_response(model_class(*args, **kwargs))
        return recommendations.Response.objects.order_by("pk").last()


class RecurrenceFactory(DjangoModelFactory):
    class Meta:
        model = recommendations.Recurrence

    earlier = factory.SubFactory(RecommendationFactory)
    later = factory.SubFactory(
        RecommendationFactory, review=factory.SubFactory(ReviewFactory, cycle__number=4)
    )
    kind = recommendations.RecurrenceKind.SAME
    reason = "Both ask for the same."


class VocabularyFactory(DjangoModelFactory):
    class Meta:
        model = recommendations.Vocabulary
        django_get_or_create = ("slug",)

    slug = "uhri"
    name = factory.LazyAttribute(lambda vocabulary: f"Themes of {vocabulary.slug}")


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = recommendations.Theme
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"theme-{n}")
    name = factory.LazyAttribute(lambda theme: theme.slug.replace("-", " ").capitalize())


class ThemeNameFactory(DjangoModelFactory):
    class Meta:
        model = recommendations.ThemeName

    vocabulary = factory.SubFactory(VocabularyFactory)
    name = factory.Sequence(lambda n: f"Theme name {n}")


class ThemeTagFactory(DjangoModelFactory):
    class Meta:
        model = recommendations.ThemeTag

    recommendation = factory.SubFactory(RecommendationFactory)
    theme = factory.SubFactory(ThemeFactory)


class AffectedGroupFactory(DjangoModelFactory):
    class Meta:
        model = recommendations.AffectedGroup
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"group-{n}")
    name = factory.LazyAttribute(lambda group: group.slug.replace("-", " ").capitalize())


class AffectedGroupTagFactory(DjangoModelFactory):
    class Meta:
        model = recommendations.AffectedGroupTag

    recommendation = factory.SubFactory(RecommendationFactory)
    group = factory.SubFactory(AffectedGroupFactory)


class SustainableDevelopmentGoalFactory(DjangoModelFactory):
    class Meta:
        model = recommendations.SustainableDevelopmentGoal
        django_get_or_create = ("code",)

    code = "16"
    number = factory.LazyAttribute(lambda goal: int(goal.code.split(".")[0]))
    name = factory.LazyAttribute(lambda goal: f"Goal {goal.code}")


class GoalTagFactory(DjangoModelFactory):
    class Meta:
        model = recommendations.GoalTag

    recommendation = factory.SubFactory(RecommendationFactory)
    goal = factory.SubFactory(SustainableDevelopmentGoalFactory)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = implementation.Organisation

    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.LazyAttribute(lambda organisation: organisation.slug.replace("-", " ").capitalize())
    kind = implementation.OrganisationKind.NGO


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = implementation.Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = implementation.MembershipRole.CONTRIBUTOR


class AssessmentFactory(DjangoModelFactory):
    """A draft; `implementation.publication` takes it further."""

    class Meta:
        model = implementation.Assessment

    recommendation = factory.SubFactory(RecommendationFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    author = factory.SubFactory(UserFactory)
    status = recommendations.ImplementationStatus.IN_PROGRESS
    considered_up_to = datetime.date(2024, 5, 1)
    narrative = "A draft law was published."


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = implementation.Evidence

    assessment = factory.SubFactory(AssessmentFactory)
    title = "Draft law"
    url = "https://example.org/draft-law"


class ImportFactory(DjangoModelFactory):
    class Meta:
        model = importing.Import

    name = "report.pdf"
    size = 1000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class PlannedChangeFactory(DjangoModelFactory):
    class Meta:
        model = importing.PlannedChange

    plan_of = factory.SubFactory(ImportFactory)
    order = factory.Sequence(lambda n: n + 1)
    kind = importing.ChangeKind.CREATE
    model = "recommendation"
    key = "khm-2 118.5"
    record = factory.LazyFunction(dict)


class ImportProblemFactory(DjangoModelFactory):
    class Meta:
        model = importing.ImportProblem

    found_in = factory.SubFactory(ImportFactory)
    code = "number-repaired"
    severity = "warning"


class ColumnHeadingFactory(DjangoModelFactory):
    class Meta:
        model = importing.ColumnHeading

    format = "upr-info"
    field = "text"
    heading = factory.Sequence(lambda n: f"Heading {n}")


class ChoiceFactory(DjangoModelFactory):
    class Meta:
        model = importing.Choice

    kind = importing.ChoiceKind.STATE
    key = factory.Sequence(lambda n: f"freedonia {n}")
    printed = factory.Sequence(lambda n: f"Freedonia {n}")


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = importing.Question

    asked_by = factory.SubFactory(ImportFactory)
    choice = factory.SubFactory(ChoiceFactory)
