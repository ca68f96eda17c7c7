-- What headquarters and the branch did with a finished record; the record itself is never touched.
CREATE TABLE review_events (
  id         TEXT NOT NULL PRIMARY KEY,
  inspection TEXT NOT NULL,
  branch     TEXT NOT NULL,
  clock      INTEGER NOT NULL,
  device     TEXT NOT NULL,
  at         INTEGER NOT NULL,
  verb       TEXT NOT NULL,
  body       TEXT NOT NULL,
  sent       INTEGER NOT NULL
) STRICT;
CREATE INDEX review_events_inspection ON review_events (inspection, clock, device, id);
CREATE INDEX review_events_unsent ON review_events (branch, inspection) WHERE sent = 0;
ALTER TABLE inspections ADD COLUMN review TEXT NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN appeal TEXT NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN counts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE inspections ADD COLUMN ruled_score INTEGER;
ALTER TABLE inspections ADD COLUMN ruled_vetoes INTEGER;
CREATE TRIGGER review_events_no_update BEFORE UPDATE OF id, inspection, branch, clock, device, at, verb, body ON review_events BEGIN SELECT RAISE(ABORT, 'review events are append-only'); END;
CREATE TRIGGER review_events_no_delete BEFORE DELETE ON review_events BEGIN SELECT RAISE(ABORT, 'review events are append-only'); END;
