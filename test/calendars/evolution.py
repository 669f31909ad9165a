"""Evolution's own libraries at a calendar, a task list and an address book: reads where they are from the first line of
stdin, then a command a line, and answers each with a line of JSON."""

import json
import subprocess
import sys
import time

import gi

for library, version in (("ECal", "2.0"), ("EBook", "1.2"), ("EBookContacts", "1.2"), ("EDataServer", "1.2"), ("ICalGLib", "3.0")):
    gi.require_version(library, version)
from gi.repository import EBook, EBookContacts, ECal, EDataServer, ICalGLib  # noqa: E402

place = json.loads(sys.stdin.readline())
# A keyring of this session, for the password.
subprocess.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"], input=b"x", stdout=subprocess.DEVNULL, check=True)
registry = EDataServer.SourceRegistry.new_sync(None)
EXTENSIONS = {
    "events": EDataServer.SOURCE_EXTENSION_CALENDAR,
    "tasks": EDataServer.SOURCE_EXTENSION_TASK_LIST,
    "contacts": EDataServer.SOURCE_EXTENSION_ADDRESS_BOOK,
}


def connected(kind):
    """A source as Evolution's dialogue makes it, and the client of it."""
    one = EDataServer.Source.new_with_uid("kolo-" + kind, None)
    one.set_display_name(kind)
    one.set_parent("carddav-stub" if kind == "contacts" else "caldav-stub")
    one.get_extension(EXTENSIONS[kind]).set_backend_name("carddav" if kind == "contacts" else "caldav")
    login = one.get_extension(EDataServer.SOURCE_EXTENSION_AUTHENTICATION)
    login.set_host(place["host"])
    login.set_port(place["port"])
    login.set_user(place["user"])
    login.set_method("plain/password")
    one.get_extension(EDataServer.SOURCE_EXTENSION_SECURITY).set_secure(False)
    one.get_extension(EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND).set_resource_path(place["paths"][kind])
    one.get_extension(EDataServer.SOURCE_EXTENSION_OFFLINE).set_stay_synchronized(True)
    registry.commit_source_sync(one, None)
    for _ in range(100):
        known = registry.ref_source("kolo-" + kind)
        if known:
            break
        time.sleep(0.1)
    known.store_password_sync(place["password"], True, None)
    if kind == "contacts":
        return EBook.BookClient.connect_sync(known, 3, None)
    types = {"events": ECal.ClientSourceType.EVENTS, "tasks": ECal.ClientSourceType.TASKS}
    return ECal.Client.connect_sync(known, types[kind], 3, None)


clients = {}


def client(kind):
    if kind not in clients:
        clients[kind] = connected(kind)
    return clients[kind]


def listed(kind):
    one = client(kind)
    one.refresh_sync(None)
    time.sleep(1)
    if kind == "contacts":
        _, found = one.get_contacts_sync('(contains "x-evolution-any-field" "")', None)
        # 1: vCard 3.0
        return [c.to_string(EBookContacts.VCardFormat(1)) for c in found]
    _, found = one.get_object_list_sync("#t", None)
    return [c.as_ical_string() for c in found]


def written(kind, text, verb, mod):
    one = client(kind)
    if kind == "contacts":
        contact = EBookContacts.Contact.new_from_vcard(text)
        if verb == "create":
            return one.add_contact_sync(contact, 0, None)[1]
        one.modify_contact_sync(contact, 0, None)
        return None
    component = ICalGLib.Component.new_from_string(text)
    if verb == "create":
        return one.create_object_sync(component, ECal.OperationFlags.NONE, None)[1]
    one.modify_object_sync(component, getattr(ECal.ObjModType, mod), ECal.OperationFlags.NONE, None)
    return None


def removed(kind, uid):
    one = client(kind)
    if kind == "contacts":
        one.remove_contact_by_uid_sync(uid, 0, None)
    else:
        one.remove_object_sync(uid, None, ECal.ObjModType.ALL, ECal.OperationFlags.NONE, None)


for line in sys.stdin:
    asked = json.loads(line)
    try:
        kind, verb = asked["kind"], asked["verb"]
        if verb == "list":
            said = listed(kind)
        elif verb == "remove":
            said = removed(kind, asked["uid"])
        else:
            said = written(kind, asked["text"], verb, asked.get("mod", "ALL"))
        print(json.dumps({"said": said}), flush=True)
    except Exception as error:  # what a library says is for the test to show
        print(json.dumps({"error": str(error)}), flush=True)
