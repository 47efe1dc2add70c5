"""The pages of the front door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show_start(request: HttpRequest) -> HttpResponse:
    """Show what the site is for and where to begin."""
    return render(request, "home/show_start.html")
