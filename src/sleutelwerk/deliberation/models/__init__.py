"""What the database keeps of deliberations: plan and records sealed, and of a live session as little as it can."""

from sleutelwerk.deliberation.models.deliberation import Deliberation, DeliberationKey
from sleutelwerk.deliberation.models.live import Device, LiveEntry, LiveHappening, LiveSend
from sleutelwerk.deliberation.models.record import Record

__all__ = ["Deliberation", "DeliberationKey", "Device", "LiveEntry", "LiveHappening", "LiveSend", "Record"]
