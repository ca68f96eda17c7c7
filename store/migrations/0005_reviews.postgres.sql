-- What headquarters and the branch did with a finished record; the record itself is never touched.
CREATE TABLE review_events (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  inspection TEXT COLLATE "C" NOT NULL,
  branch     TEXT COLLATE "C" NOT NULL,
  clock      BIGINT NOT NULL,
  device     TEXT COLLATE "C" NOT NULL,
  at         BIGINT NOT NULL,
  verb       TEXT COLLATE "C" NOT NULL,
  body       TEXT COLLATE "C" NOT NULL,
  sent       BIGINT NOT NULL
);
CREATE INDEX review_events_inspection ON review_events (inspection, clock, device, id);
CREATE INDEX review_events_unsent ON review_events (branch, inspection) WHERE sent = 0;
-- The pictures of appeals.
CREATE TABLE review_photos (
  inspection TEXT COLLATE "C" NOT NULL,
  event      TEXT COLLATE "C" NOT NULL,
  id         TEXT COLLATE "C" NOT NULL,
  pos        BIGINT NOT NULL,
  hash       TEXT COLLATE "C" NOT NULL,
  masked     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (event, id)
);
CREATE INDEX review_photos_hash ON review_photos (hash);
-- Drawn from the events again at every move: counts = goes into period_cells; the ruled_ columns mean something when ruled = 1 only.
ALTER TABLE inspections ADD COLUMN review TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN appeal TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN returns BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN accepted BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN counts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN ruled BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN ruled_score BIGINT;
ALTER TABLE inspections ADD COLUMN ruled_grade TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN ruled_vetoes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN ruled_red BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN ruled_critical BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inspection_zones ADD COLUMN ruled_score BIGINT;
ALTER TABLE inspection_zones ADD COLUMN ruled_lost BIGINT NOT NULL DEFAULT 0;
CREATE INDEX inspections_reviewed ON inspections (review, started DESC, id) WHERE review <> '';
CREATE INDEX inspections_appeals ON inspections (started DESC, id) WHERE appeal = 'open';
ALTER TABLE period_cells ADD COLUMN provisional BIGINT NOT NULL DEFAULT 0;
ALTER TABLE period_cells ADD COLUMN appealed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE period_cells ADD COLUMN withheld BIGINT NOT NULL DEFAULT 0;
UPDATE inspections SET counts = 1 WHERE status = 'finished' AND incomplete = '';
UPDATE period_cells SET provisional = n;
CREATE FUNCTION review_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'review events are append-only'; END $$;
CREATE TRIGGER review_events_no_update BEFORE UPDATE OF id, inspection, branch, clock, device, at, verb, body ON review_events FOR EACH ROW EXECUTE FUNCTION review_events_refuse();
CREATE TRIGGER review_events_no_delete BEFORE DELETE ON review_events FOR EACH ROW EXECUTE FUNCTION review_events_refuse();
