import pytest
from django.apps import apps

from tests import factories

OURS = {"accounts", "states", "reviews", "recommendations", "implementation", "importing"}
MODELS = [
    model for model in apps.get_models() if model._meta.app_label in OURS and not model._meta.auto_created
]


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_a_factory_that_makes_a_row_of_it(model):
    row = getattr(factories, f"{model.__name__}Factory")()

    assert type(row) is model
    assert model.objects.filter(pk=row.pk).exists()
