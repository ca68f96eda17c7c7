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
-- The pictures of appeals.
CREATE TABLE review_photos (
  inspection TEXT NOT NULL,
  event      TEXT NOT NULL,
  id         TEXT NOT NULL,
  pos        INTEGER NOT NULL,
  hash       TEXT NOT NULL,
  masked     TEXT NOT NULL,
  PRIMARY KEY (event, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_photos_hash ON review_photos (hash);
-- Drawn from the events again at every move: counts = goes into period_cells; the ruled_ columns mean something when ruled = 1 only.
ALTER TABLE inspections ADD COLUMN review TEXT NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN appeal TEXT NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN returns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN counts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN ruled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN ruled_score INTEGER;
ALTER TABLE inspections ADD COLUMN ruled_grade TEXT NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN ruled_vetoes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN ruled_red INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN ruled_critical INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspection_zones ADD COLUMN ruled_score INTEGER;
ALTER TABLE inspection_zones ADD COLUMN ruled_lost INTEGER NOT NULL DEFAULT 0;
CREATE INDEX inspections_reviewed ON inspections (review, started DESC, id) WHERE review <> '';
CREATE INDEX inspections_appeals ON inspections (started DESC, id) WHERE appeal = 'open';
ALTER TABLE period_cells ADD COLUMN provisional INTEGER NOT NULL DEFAULT 0;
ALTER TABLE period_cells ADD COLUMN appealed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE period_cells ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0;
UPDATE inspections SET counts = 1 WHERE status = 'finished' AND incomplete = '';
UPDATE period_cells SET provisional = n;
CREATE TRIGGER review_events_no_update BEFORE UPDATE OF id, inspection, branch, clock, device, at, verb, body ON review_events BEGIN SELECT RAISE(ABORT, 'review events are append-only'); END;
CREATE TRIGGER review_events_no_delete BEFORE DELETE ON review_events BEGIN SELECT RAISE(ABORT, 'review events are append-only'); END;
