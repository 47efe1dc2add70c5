"""Addresses of the front door."""

from django.urls import path

from sleutelwerk.home import views

app_name = "home"

urlpatterns = [path("", views.show_start, name="show-start")]
