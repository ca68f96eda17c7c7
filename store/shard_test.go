package store_test

import (
	"database/sql"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/store"
	"hallcheck/store/storetest"
)

// shards says how a distributed engine would spread each table (README, Scale):
// the column rows are placed by; "" = copied to every node, "-" = kept on one. All
// rows of a branch's records lie on one node.
var shards = map[string]string{
	"inspections": "branch", "sheets": "branch", "answers": "branch", "photo_refs": "branch",
	"inspection_zones": "branch", "results": "branch", "review_events": "branch", "review_photos": "branch", "bright_spots": "branch",
	"findings": "id", "finding_events": "id", "subject_photos": "subject",
	"period_cells": "branch", "arrivals": "branch", "targets": "branch", "published": "branch", "contacts": "branch", "master_sent": "branch",
	"hall_entries": "branch", "hall_photos": "branch", "hall_cells": "branch", "hall_days": "branch", "hall_spans": "branch", "hall_reports": "branch", "tickets": "branch", "ticket_slots": "branch",
	"duties": "branch", "photo_prints": "id", "photo_faults": "hash", "receipts": "sha256", "quarantine": "sha256", "notes": "name",

	"branches": "", "people": "", "checklists": "", "settings": "", "profile": "", "hq_key": "", "requirements": "", "composites": "", "hall_questions": "", "record_names": "",
	"policies": "", "devices": "", "accounts": "", "decks": "", "bulletins": "", "bulletin_plans": "", "roads": "", "schema_version": "",

	"audit": "-", "imports": "-", "exports": "-", "export_items": "-", "transfers": "-", "device_alarms": "-",
}

// notByBranch are the tables that have no branch in their key, with the reason.
var notByBranch = map[string]string{
	"findings":       "ids only: lies with its moves",
	"finding_events": "ids only: a move may come before the opening that says whose finding it is",
	"subject_photos": "lies with the finding or good practice it shows",
	"photo_prints":   "the same picture may stand in many branches",
	"photo_faults":   "the same picture may stand in many branches",
	"receipts":       "by the content of the file they are about",
	"quarantine":     "by the content of the file; whose it is may not be known",
	"imports":        "by the content of the file; read by device and in order, on one node",
	"notes":          "headquarters' own, by file name",
	"exports":        "of one computer, on one node", "export_items": "of one computer, on one node",
	"transfers": "of one computer's roads, on one node", "device_alarms": "read together, on one node", "audit": "one chain, on one node",
	"branches": "reference: code is its branch", "people": "reference", "checklists": "reference", "settings": "reference",
	"profile": "reference", "hq_key": "reference", "requirements": "reference", "composites": "reference", "hall_questions": "reference", "record_names": "reference: names only",
	"policies": "reference", "devices": "reference", "accounts": "reference", "decks": "reference", "bulletins": "reference",
	"bulletin_plans": "reference", "roads": "reference", "schema_version": "reference",
}

// TestSchemaCanBeSharded: no sequences, every table has a place, its key has the
// branch or there is a reason why not, every unique key
// of a spread table contains the column it is spread by, and every foreign key
// leads to the same node or to a table that is copied everywhere.
func TestSchemaCanBeSharded(t *testing.T) {
	addr := onServer(t).Database(t)
	s, err := store.Open(t.Context(), storetest.Options(t, addr))
	require.NoError(t, err)
	require.NoError(t, s.Close())
	db, err := sql.Open("pgx", addr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	require.Empty(t, column(t, db, "SELECT sequence_name FROM information_schema.sequences"))
	tables := strings.Fields(column(t, db, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
	for _, name := range tables {
		_, known := shards[name]
		require.True(t, known, "where do the rows of %s lie?", name)
	}
	spread := func(table string) bool { return shards[table] != "" && shards[table] != "-" }
	key := regexp.MustCompile(`^CREATE UNIQUE INDEX \S+ ON public\.(\S+) USING \S+ \(([^)]*)\)`)
	for _, def := range strings.Split(strings.TrimSpace(column(t, db, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE 'CREATE UNIQUE%'")), "\n") {
		m := key.FindStringSubmatch(def)
		require.NotNil(t, m, def)
		if spread(m[1]) {
			require.Contains(t, strings.Split(m[2], ", "), shards[m[1]], def)
		}
	}
	primary := regexp.MustCompile(`^(\S+) PRIMARY KEY \(([^)]*)\)`)
	for _, def := range strings.Split(strings.TrimSpace(column(t, db, "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace")), "\n") {
		m := primary.FindStringSubmatch(def)
		require.NotNil(t, m, def)
		_, excepted := notByBranch[m[1]]
		require.NotEqual(t, slices.Contains(strings.Split(m[2], ", "), "branch"), excepted, "branch in the key, or a reason in notByBranch: %s", def)
	}
	foreign := regexp.MustCompile(`^(\S+) FOREIGN KEY \(([^)]*)\) REFERENCES (\w+)\(([^)]*)\)`)
	for _, def := range strings.Split(strings.TrimSpace(column(t, db, "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace")), "\n") {
		m := foreign.FindStringSubmatch(def)
		require.NotNil(t, m, def)
		if shards[m[1]] == "-" && shards[m[3]] == "-" || shards[m[3]] == "" {
			continue
		}
		at := slices.Index(strings.Split(m[2], ", "), shards[m[1]])
		require.GreaterOrEqual(t, at, 0, def)
		require.Equal(t, shards[m[3]], strings.Split(m[4], ", ")[at], def)
	}
}
