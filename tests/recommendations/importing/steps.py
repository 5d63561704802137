"""The steps of an import, one after the other, as workers take them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from recommendations.importing import progress, tasks
from recommendations.importing.models import Import
from upr_tracker.accounts.models import User


def receive(content: bytes, name: str = "report.pdf", **fields: object) -> Import:
    """Receive a file; `fields` say in which state the import is found afterwards."""
    import_ = progress.receive_file(SimpleUploadedFile(name, content), by=None)
    return put(import_, **fields) if fields else import_


def put(import_: Import, **fields: object) -> Import:
    """Put an import into a state, whatever led there."""
    Import.objects.filter(pk=import_.pk).update(**fields)
    import_.refresh_from_db()
    return import_


def plan(import_: Import) -> Import:
    tasks.plan_import(import_id=import_.pk)
    import_.refresh_from_db()
    return import_


def apply(import_: Import, by: User | None = None) -> Import:
    progress.start_applying(import_, version=import_.plan_version, by=by)
    tasks.apply_import(import_id=import_.pk)
    import_.refresh_from_db()
    return import_


def revert(import_: Import, by: User | None = None) -> Import:
    progress.take_back(import_, by=by)
    tasks.revert_import(import_id=import_.pk)
    import_.refresh_from_db()
    return import_
