from rest_framework.pagination import PageNumberPagination


class BoundedPagination(PageNumberPagination):
    """Numbered pages of 50, or of as many rows as `page_size` says, up to 500."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
