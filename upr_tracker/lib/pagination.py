from rest_framework.pagination import PageNumberPagination
class BoundedPagination(PageNumberPagination):
    page_size=50
