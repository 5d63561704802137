"""Files of evidence, handed out to whom they are for."""

from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from recommendations.implementation import uploads
from recommendations.implementation.models import Evidence
from recommendations.implementation.permissions import may_read_file


@never_cache
@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out a file to keep, never to show: a page of ours must not run what somebody brought."""
    evidence = get_object_or_404(Evidence.objects.select_related("assessment__organisation"), pk=pk)
    kept_as = evidence.file.name
    if not kept_as or not may_read_file(request.user, evidence):
        raise Http404
    try:
        content = evidence.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = (slugify(evidence.title) or f"evidence-{pk}") + PurePath(kept_as).suffix
    response = FileResponse(
        content,
        as_attachment=True,
        filename=name,
        content_type=uploads.content_type(kept_as),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
