"""What the device of each role at the table may do and gets, beside what the session itself decides."""

from __future__ import annotations

from sleutelwerk.deliberation.engine.model import Writer
from sleutelwerk.deliberation.engine.session.entries import Entry, lies_open
from sleutelwerk.deliberation.engine.session.path import Form
from sleutelwerk.deliberation.engine.session.state import Role, Session


def is_at_desk(role: Role) -> bool:
    """Tell whether a device is a desk: it shows what the facilitator needs, and can close the room."""
    return role is Role.FACILITATOR


def is_screen(role: Role) -> bool:
    """Tell whether a device is the big screen: it comes in by a code of its own, which holds once."""
    return role is Role.SCREEN


def may_see_code(role: Role) -> bool:
    """Tell whether a device shows others how to come in."""
    return is_at_desk(role) or is_screen(role)


def types_for_all(role: Role, *, one_device: bool) -> bool:
    """Tell whether a device writes for everybody: the desk, when it is the only one in the room."""
    return one_device and is_at_desk(role)


def is_heard(role: Role, *, leads: bool) -> bool:
    """Tell whether a device still hears the session. A desk does for as long as whoever sits there `leads`."""
    return leads or not is_at_desk(role)


def may_strike_here(session: Session, entry: Entry, form: Form, role: Role, *, own: bool) -> bool:
    """Tell whether a device may take words off the table: its own always, the desk others' once they lie open."""
    return own or (is_at_desk(role) and lies_open(entry, form, session))


def may_go_on_with(form: Form, role: Role) -> bool:
    """Tell whether a device may go on with what another one wrote for the group: what lies open is of no device.

    So a second facilitator, or a new desk, goes on where the first one was, and the inbrenger on another phone.
    """
    if form.held_back:
        return False
    if is_at_desk(role):
        return form.who is not Writer.EVERYONE
    return role is Role.INBRENGER and form.who is Writer.INBRENGER
