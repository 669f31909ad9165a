"""python-caldav against a Kolo: argv is the address, who signs in, his password, who is invited and his password."""
import sys
from datetime import datetime, timezone

import caldav
from caldav.lib import error
from caldav.objects import Event, Todo

url, me, password, other, other_password = sys.argv[1:]


def home(user, secret):
    principal = caldav.DAVClient(url=url, username=user, password=secret).principal()
    return principal, {c.get_supported_components()[0]: c for c in reversed(principal.calendars())}


def text(kind, uid, *lines):
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", f"BEGIN:{kind}", f"UID:{uid}"]
        + ["DTSTAMP:20260101T000000Z", *lines, f"END:{kind}", "END:VCALENDAR", ""]
    )


def refused(call, kind=error.DAVError):
    try:
        call()
    except kind:
        return
    raise AssertionError("was not refused")


def at(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


principal, mine = home(me, password)
events, tasks = mine["VEVENT"], mine["VTODO"]
party = text("VEVENT", "party@x", "DTSTART:20260714T170000Z", "DTEND:20260715T040000Z", "SUMMARY:Свято 🎉")
yearly = text("VEVENT", "yearly", "DTSTART;VALUE=DATE:19971102", "SUMMARY:Річниця", "CATEGORIES:ONE,TWO", "RRULE:FREQ=YEARLY")

# Calendars are Kolo's.
refused(lambda: principal.make_calendar(name="Yep", cal_id="yep"))
refused(lambda: events.save_journal(text("VJOURNAL", "j", "DTSTART;VALUE=DATE:20260101", "SUMMARY:j")))
refused(events.delete)

# What came, changed and went since a token.
one = events.save_event(party)
events.save_event(yearly)
known = events.objects(load_objects=True)
assert len(list(known)) == 2
one.data = one.data.replace("Свято", "Свято!")
one.save()
updated, gone = known.sync()
assert (len(updated), len(gone)) == (1, 0) and "Свято! 🎉" in known.objects_by_url()[one.url].data
assert [len(part) for part in known.sync()] == [0, 0]
refused(lambda: events.objects_by_sync_token(sync_token="nonsense"))

# Found by what stands in it and by when it is, whole or as its instances.
find = lambda **by: events.search(comp_class=Event, **by)
assert [len(find(uid="yearly")), len(find(category="TWO")), len(find(category="two"))] == [1, 1, 0]
assert len(find(category="TWO", start=at(2026, 7, 1), end=at(2026, 8, 1))) == 0
assert len(find(start=at(2008, 11, 1), end=at(2009, 11, 3), expand=True)) == 2
assert events.event_by_uid("party@x").url == one.url
refused(lambda: events.event_by_uid("party"), error.NotFoundError)
assert len(events.calendar_multiget([one.url])) == 1
assert events.freebusy_request(at(2026, 7, 14), at(2026, 7, 16)).instance.vfreebusy
for uid in ("with/slash", "ключ @ ü", "<a> & 'b'", "a%2Fb?c=1#d"):
    odd = events.save_event(text("VEVENT", uid, "DTSTART:20260801T170000Z", "SUMMARY:odd"))
    assert events.event_by_uid(uid).url == odd.url
    odd.delete()
    refused(odd.load, error.NotFoundError)

# Tasks that are done, and of a series one after the other.
for uid, *lines in (
    ("plain", "DUE;VALUE=DATE:20260501"),
    ("undated",),
    ("series", "DTSTART:20260105T065500Z", "DURATION:PT10M", "RRULE:FREQ=WEEKLY;COUNT=3"),
):
    tasks.save_todo(text("VTODO", uid, f"SUMMARY:{uid}", "STATUS:NEEDS-ACTION", *lines))
tasks.todo_by_uid("plain").complete()
series = tasks.todo_by_uid("series")
for _ in range(3):
    series.complete(handle_rrule=True, rrule_mode="safe")
assert [t.icalendar_component["UID"] for t in tasks.todos()] == ["undated"]
assert len(tasks.todos(include_completed=True)) == 5
assert isinstance(tasks.search(todo=True, start=at(2030, 1, 1))[0], Todo)

# An invitation is answered where it came.
guest, theirs = home(other, other_password)
events.save_with_invites(text("VEVENT", "lunch", "DTSTART:20320601T100000Z", "DURATION:PT1H", "SUMMARY:Lunch"), [principal, guest.get_vcal_address()])
(invitation,) = theirs["VEVENT"].events()
invitation.change_attendee_status(attendee=guest.get_vcal_address(), partstat="ACCEPTED")
invitation.save()
answered = events.event_by_uid("lunch").icalendar_component["ATTENDEE"]
assert "ACCEPTED" in [a.params["PARTSTAT"] for a in answered if a.endswith(other)]
print("all of it")
