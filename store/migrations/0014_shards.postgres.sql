-- The rows of a record say which branch they belong to, first in their keys: a distributed engine places them by it, and here what a hall sends lies together.
ALTER TABLE inspections DROP CONSTRAINT inspections_pkey CASCADE;
ALTER TABLE inspections ADD PRIMARY KEY (branch, id);
CREATE INDEX inspections_id ON inspections (id);
CREATE TABLE sheets_new (
  branch     TEXT COLLATE "C" NOT NULL,
  inspection TEXT COLLATE "C" NOT NULL,
  id         TEXT COLLATE "C" NOT NULL,
  pos        BIGINT NOT NULL,
  person     TEXT COLLATE "C" NOT NULL,
  position   TEXT COLLATE "C" NOT NULL,
  weights    TEXT COLLATE "C" NOT NULL
);
CREATE TABLE answers_new (
  branch     TEXT COLLATE "C" NOT NULL,
  inspection TEXT COLLATE "C" NOT NULL,
  sheet      TEXT COLLATE "C" NOT NULL,
  item       TEXT COLLATE "C" NOT NULL,
  value      TEXT COLLATE "C" NOT NULL,
  note       TEXT COLLATE "C" NOT NULL,
  recording  TEXT COLLATE "C" NOT NULL,
  remedy     TEXT COLLATE "C" NOT NULL,
  at         BIGINT NOT NULL
);
CREATE TABLE photo_refs_new (
  branch     TEXT COLLATE "C" NOT NULL,
  inspection TEXT COLLATE "C" NOT NULL,
  id         TEXT COLLATE "C" NOT NULL,
  sheet      TEXT COLLATE "C" NOT NULL,
  item       TEXT COLLATE "C" NOT NULL,
  pos        BIGINT NOT NULL,
  hash       TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  source     TEXT COLLATE "C" NOT NULL,
  taken      BIGINT NOT NULL,
  added      BIGINT NOT NULL,
  width      BIGINT NOT NULL,
  height     BIGINT NOT NULL,
  size       BIGINT NOT NULL,
  type       TEXT COLLATE "C" NOT NULL,
  masked     TEXT COLLATE "C" NOT NULL DEFAULT '',
  marks      TEXT COLLATE "C" NOT NULL DEFAULT '',
  privacy    TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE TABLE inspection_zones_new (
  branch      TEXT COLLATE "C" NOT NULL,
  inspection  TEXT COLLATE "C" NOT NULL,
  zone        TEXT COLLATE "C" NOT NULL,
  score       BIGINT,
  lost        BIGINT NOT NULL,
  ruled_score BIGINT,
  ruled_lost  BIGINT NOT NULL DEFAULT 0,
  items       TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE TABLE results_new (
  branch     TEXT COLLATE "C" NOT NULL,
  inspection TEXT COLLATE "C" NOT NULL,
  seal       TEXT COLLATE "C" NOT NULL,
  result     TEXT COLLATE "C" NOT NULL
);
-- One rewrite: rows keep the order they came in, keys are built when all are there.
INSERT INTO sheets_new SELECT i.branch, x.* FROM sheets x JOIN inspections i ON i.id = x.inspection;
INSERT INTO answers_new SELECT i.branch, x.* FROM answers x JOIN inspections i ON i.id = x.inspection;
INSERT INTO photo_refs_new SELECT i.branch, x.* FROM photo_refs x JOIN inspections i ON i.id = x.inspection;
INSERT INTO inspection_zones_new SELECT i.branch, x.* FROM inspection_zones x JOIN inspections i ON i.id = x.inspection;
INSERT INTO results_new SELECT i.branch, x.* FROM results x JOIN inspections i ON i.id = x.inspection;
DROP TABLE results, inspection_zones, photo_refs, answers, sheets;
ALTER TABLE sheets_new RENAME TO sheets;
ALTER TABLE answers_new RENAME TO answers;
ALTER TABLE photo_refs_new RENAME TO photo_refs;
ALTER TABLE inspection_zones_new RENAME TO inspection_zones;
ALTER TABLE results_new RENAME TO results;
ALTER TABLE sheets ADD PRIMARY KEY (branch, inspection, id);
ALTER TABLE answers ADD PRIMARY KEY (branch, inspection, sheet, item);
ALTER TABLE photo_refs ADD PRIMARY KEY (branch, inspection, id);
ALTER TABLE inspection_zones ADD PRIMARY KEY (branch, inspection, zone);
ALTER TABLE results ADD PRIMARY KEY (branch, inspection);
ALTER TABLE sheets ADD FOREIGN KEY (branch, inspection) REFERENCES inspections (branch, id) ON DELETE CASCADE;
ALTER TABLE answers ADD FOREIGN KEY (branch, inspection, sheet) REFERENCES sheets (branch, inspection, id) ON DELETE CASCADE;
ALTER TABLE photo_refs ADD FOREIGN KEY (branch, inspection, sheet, item) REFERENCES answers (branch, inspection, sheet, item) ON DELETE CASCADE;
ALTER TABLE inspection_zones ADD FOREIGN KEY (branch, inspection) REFERENCES inspections (branch, id) ON DELETE CASCADE;
ALTER TABLE results ADD FOREIGN KEY (branch, inspection) REFERENCES inspections (branch, id) ON DELETE CASCADE;
CREATE INDEX answers_note ON answers (item, left(note, 200)) WHERE note <> ''; -- an index holds no long text
CREATE INDEX photo_refs_answer ON photo_refs (branch, inspection, sheet, item);
CREATE INDEX photo_refs_hash ON photo_refs (hash);
CREATE INDEX photo_refs_masked ON photo_refs (masked) WHERE masked <> '';
-- Their review and what is good practice as well.
ALTER TABLE review_events DROP CONSTRAINT review_events_pkey;
ALTER TABLE review_events ADD PRIMARY KEY (branch, id);
CREATE INDEX review_events_id ON review_events (id);
ALTER TABLE review_photos RENAME TO review_photos_old;
CREATE TABLE review_photos (
  branch     TEXT COLLATE "C" NOT NULL,
  inspection TEXT COLLATE "C" NOT NULL,
  event      TEXT COLLATE "C" NOT NULL,
  id         TEXT COLLATE "C" NOT NULL,
  pos        BIGINT NOT NULL,
  hash       TEXT COLLATE "C" NOT NULL,
  masked     TEXT COLLATE "C" NOT NULL
);
INSERT INTO review_photos SELECT e.branch, x.* FROM review_photos_old x JOIN review_events e ON e.id = x.event;
DROP TABLE review_photos_old;
ALTER TABLE review_photos ADD PRIMARY KEY (branch, event, id);
CREATE INDEX review_photos_hash ON review_photos (hash);
ALTER TABLE bright_spots DROP CONSTRAINT bright_spots_pkey;
ALTER TABLE bright_spots ADD PRIMARY KEY (branch, id);
CREATE INDEX bright_spots_id ON bright_spots (id);
-- What arrived of a hall in a month, "checklist day mark;…", drawn from its finished records: mark = pictures that lack, r = returned, x = does not count.
DROP INDEX inspections_arrival;
DROP INDEX inspections_excluded;
CREATE INDEX inspections_arrival ON inspections (month, branch, status, checklist, day, incomplete, review, lacking, unreadable);
CREATE TABLE arrivals (
  month   TEXT COLLATE "C" NOT NULL,
  branch  TEXT COLLATE "C" NOT NULL,
  records TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (month, branch)
);
INSERT INTO arrivals SELECT month, branch, string_agg(record, ';' ORDER BY record) FROM
  (SELECT month, branch, checklist || ' ' || substr(day, 9, 2) || ' ' || CASE WHEN incomplete <> '' OR review = 'void' THEN 'x' WHEN review = 'returned' THEN 'r' ELSE CAST(lacking + unreadable AS TEXT) END AS record FROM inspections WHERE status = 'finished') r GROUP BY month, branch;
-- The names records are searched by, in lower case: a search finds names first and then the records that have them. kind is hall (key = branch), person (inspector) or list (checklist).
CREATE TABLE record_names (
  kind TEXT COLLATE "C" NOT NULL,
  key  TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (kind, key, text)
);
CREATE INDEX inspections_inspector ON inspections (inspector, branch, checklist);
