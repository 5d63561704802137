"""What a person comes for after signing in: the work of their organisations, and their tokens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from knox.models import AuthToken

from recommendations.implementation import organisations, tokens
from recommendations.implementation.forms import OrganisationForm
from recommendations.implementation.models import Assessment, MembershipRole, Stage
from recommendations.implementation.permissions import may_set_up_organisation
from recommendations.implementation.views import SignedInRequest

#: In the order in which they ask for attention.
IN_ORDER = [Stage.RETURNED, Stage.SUBMITTED, Stage.DRAFT, Stage.PUBLISHED, Stage.WITHDRAWN]
SHOWN_OF_EACH = 10
PAGE_SIZE = 50


@login_required
def workspace(request: SignedInRequest) -> HttpResponse:
    """The assessments of my organisations: the first few of every stage, or all of one (`?stage=`)."""
    memberships = list(request.user.memberships.select_related("organisation").order_by("organisation__name"))
    if not memberships:
        may_set_up = may_set_up_organisation(request.user)
        return render(request, "implementation/no_organisation.html", {"may_set_up": may_set_up})

    assessments = (
        Assessment.objects.of_organisations_of(request.user)
        .select_related(
            "recommendation__review__state_under_review", "organisation", "author", "recorded_from"
        )
        .newest_first()
    )
    context = {
        "memberships": memberships,
        "is_publisher": any(member.role == MembershipRole.PUBLISHER for member in memberships),
    }
    if stage := request.GET.get("stage"):
        if stage not in Stage:
            raise Http404
        paginator = Paginator(assessments.filter(stage=stage), PAGE_SIZE)
        context |= {"stage": Stage(stage), "page": paginator.get_page(request.GET.get("page"))}
        return render(request, "implementation/workspace_stage.html", context)

    totals = dict(
        Assessment.objects.of_organisations_of(request.user)
        .values("stage")
        .annotate(total=Count("pk"))
        .values_list("stage", "total")
    )
    context["sections"] = [
        {"stage": stage, "total": total, "assessments": assessments.filter(stage=stage)[:SHOWN_OF_EACH]}
        for stage in IN_ORDER
        if (total := totals.get(stage, 0))
    ]
    return render(request, "implementation/workspace.html", context)


@login_required
def new_organisation(request: SignedInRequest) -> HttpResponse:
    """A data manager enters their organisation, with themselves as its first publisher."""
    if not may_set_up_organisation(request.user):
        raise Http404
    form = OrganisationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        organisation = organisations.set_up(form.instance, by=request.user)
        messages.success(request, _("%(name)s is set up; you are its publisher.") % {"name": organisation})
        return redirect("workspace")
    return render(request, "implementation/organisation_form.html", {"form": form})


@never_cache
@login_required
def my_tokens(request: SignedInRequest) -> HttpResponse:
    """My tokens for the API; POST makes one and shows it, this once."""
    made, problem, status = "", "", 200
    if request.method == "POST":
        try:
            made = tokens.create(owner=request.user)
        except tokens.TooManyTokensError as error:
            problem, status = str(error), 409
    owned = AuthToken.objects.filter(user=request.user).order_by("-created", "digest")
    context = {"tokens": owned, "made": made, "problem": problem}
    return render(request, "implementation/tokens.html", context, status=status)


@require_POST
@login_required
def revoke_token(request: SignedInRequest, key: str) -> HttpResponse:
    revoked, _by_model = AuthToken.objects.filter(user=request.user, token_key=key).delete()
    if not revoked:
        raise Http404
    messages.success(request, _("Revoked: programs that use this token are refused from now on."))
    return redirect("tokens")
