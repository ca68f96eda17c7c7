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
ALTER TABLE inspections ADD COLUMN review TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN appeal TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE inspections ADD COLUMN counts BIGINT NOT NULL DEFAULT 1;
ALTER TABLE inspections ADD COLUMN ruled_score BIGINT;
ALTER TABLE inspections ADD COLUMN ruled_vetoes BIGINT;
CREATE FUNCTION review_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'review events are append-only'; END $$;
CREATE TRIGGER review_events_no_update BEFORE UPDATE OF id, inspection, branch, clock, device, at, verb, body ON review_events FOR EACH ROW EXECUTE FUNCTION review_events_refuse();
CREATE TRIGGER review_events_no_delete BEFORE DELETE ON review_events FOR EACH ROW EXECUTE FUNCTION review_events_refuse();
