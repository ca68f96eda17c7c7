package store

import (
	"errors"
	"os"
	"strings"

	gosqlite "github.com/glebarez/go-sqlite"

	"hallcheck/checklist"
)

// SQLite primary result codes (sqlite.org/rescode.html).
const (
	rcError    = 1
	rcPerm     = 3
	rcBusy     = 5
	rcReadOnly = 8
	rcIOErr    = 10
	rcCorrupt  = 11
	rcFull     = 13
	rcCantOpen = 14
	rcNotADB   = 26
)

// needMB is how much space a full disk is asked to give back, in MiB.
const needMB = "64"

// coded turns an engine's error into one a person can act on; what names the
// work that was not saved ("answer", "import", "export", "backup" …).
// Errors that already carry a code, and programming errors, pass unchanged.
func coded(err error, what string) error {
	if err == nil || checklist.CodeOf(err) != "" {
		return err
	}
	switch primaryCode(err) {
	case rcError: // our own SQL is right, so a name it does not find is a damaged schema
		if strings.Contains(err.Error(), "no such ") || strings.Contains(err.Error(), "malformed") || strings.Contains(err.Error(), "foreign key mismatch") {
			return checklist.Fail("store.damaged").Because(err)
		}
	case rcBusy:
		return checklist.Fail("store.busy").Because(err)
	case rcFull:
		return full(what).Because(err)
	case rcIOErr:
		return checklist.Fail("store.io").Because(err)
	case rcReadOnly, rcPerm:
		return checklist.Fail("store.readOnly").Because(err)
	case rcCantOpen:
		return checklist.Fail("store.cannotOpen").Because(err)
	case rcCorrupt, rcNotADB:
		return checklist.Fail("store.damaged").Because(err)
	}
	return codedServer(err, what)
}

// codedServer maps PostgreSQL's SQLSTATE classes.
func codedServer(err error, what string) error {
	var state interface{ SQLState() string }
	if !errors.As(err, &state) {
		if strings.Contains(err.Error(), "database is closed") { // database/sql has no value for it
			return checklist.Fail("store.closed").Because(err)
		}
		var refused interface{ SafeToRetry() bool }
		if errors.As(err, &refused) || strings.Contains(err.Error(), "failed to connect") {
			return checklist.Fail("store.server").Because(err)
		}
		return err
	}
	switch c := state.SQLState(); {
	case c == "53100":
		return full(what).Because(err)
	case strings.HasPrefix(c, "40"), strings.HasPrefix(c, "55P"):
		return checklist.Fail("store.busy").Because(err)
	case strings.HasPrefix(c, "08"), strings.HasPrefix(c, "57P"), strings.HasPrefix(c, "28"), strings.HasPrefix(c, "3D"):
		return checklist.Fail("store.server").Because(err)
	case strings.HasPrefix(c, "58"):
		return checklist.Fail("store.io").Because(err)
	case strings.HasPrefix(c, "XX"):
		return checklist.Fail("store.damaged").Because(err)
	}
	return err
}

// full names what a full disk kept from being saved, and how much to free.
func full(what string) *checklist.Error {
	code := "store.full"
	switch what {
	case "import":
		code = "store.fullImport"
	case "export":
		code = "store.fullExport"
	case "backup":
		code = "store.fullBackup"
	}
	return checklist.Fail(code, "mb", needMB)
}

// primaryCode returns the primary SQLite result code of err, 0 when it has none.
func primaryCode(err error) int {
	var e *gosqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
