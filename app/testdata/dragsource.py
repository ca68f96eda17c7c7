#!/usr/bin/python3
# A small window at the top left corner out of which files are dragged, as out of a file manager:
#   dragsource.py FILE|FOLDER...
# Says "ready" when it stands and "dropped" or "refused" when a drag is over. Needs python3-gi, gir1.2-gtk-3.0.
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

uris = [GLib.filename_to_uri(path, None) for path in sys.argv[1:]]
refused = False


def failed(_widget, _context, _result):
    global refused
    refused = True
    return True


handle = Gtk.EventBox()
handle.add(Gtk.Label(label="files"))
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
handle.drag_source_add_uri_targets()
handle.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris(uris))
handle.connect("drag-failed", failed)
handle.connect("drag-end", lambda _w, _c: print("refused" if refused else "dropped", flush=True))
window = Gtk.Window(title="drag source", decorated=False, accept_focus=False)
window.set_keep_above(True)
window.set_default_size(120, 60)
window.add(handle)
window.connect("map-event", lambda _w, _e: print("ready", flush=True))
window.connect("destroy", Gtk.main_quit)
window.show_all()
window.move(0, 0)
Gtk.main()
