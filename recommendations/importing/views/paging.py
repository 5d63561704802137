"""Pages of very long lists, quick and honest."""

from typing import Any

from django.core.paginator import Paginator


class CountedPaginator(Paginator):
    """Pages of rows that were counted before: the database does not count them again."""

    def __init__(self, rows: Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count
