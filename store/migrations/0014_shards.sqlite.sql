-- The rows of a record say which branch they belong to, first in their keys: a distributed engine places them by it, and here what a hall sends lies together.
CREATE UNIQUE INDEX inspections_place ON inspections (branch, id);
ALTER TABLE sheets RENAME TO sheets_old;
ALTER TABLE answers RENAME TO answers_old;
ALTER TABLE photo_refs RENAME TO photo_refs_old;
ALTER TABLE inspection_zones RENAME TO inspection_zones_old;
ALTER TABLE results RENAME TO results_old;
CREATE TABLE sheets (
  branch     TEXT NOT NULL,
  inspection TEXT NOT NULL,
  id         TEXT NOT NULL,
  pos        INTEGER NOT NULL,
  person     TEXT NOT NULL,
  position   TEXT NOT NULL,
  weights    TEXT NOT NULL,
  PRIMARY KEY (branch, inspection, id),
  FOREIGN KEY (branch, inspection) REFERENCES inspections (branch, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE answers (
  branch     TEXT NOT NULL,
  inspection TEXT NOT NULL,
  sheet      TEXT NOT NULL,
  item       TEXT NOT NULL,
  value      TEXT NOT NULL,
  note       TEXT NOT NULL,
  recording  TEXT NOT NULL,
  remedy     TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (branch, inspection, sheet, item),
  FOREIGN KEY (branch, inspection, sheet) REFERENCES sheets (branch, inspection, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE photo_refs (
  branch     TEXT NOT NULL,
  inspection TEXT NOT NULL,
  id         TEXT NOT NULL,
  sheet      TEXT NOT NULL,
  item       TEXT NOT NULL,
  pos        INTEGER NOT NULL,
  hash       TEXT NOT NULL,
  name       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  source     TEXT NOT NULL,
  taken      INTEGER NOT NULL,
  added      INTEGER NOT NULL,
  width      INTEGER NOT NULL,
  height     INTEGER NOT NULL,
  size       INTEGER NOT NULL,
  type       TEXT NOT NULL,
  masked     TEXT NOT NULL DEFAULT '',
  marks      TEXT NOT NULL DEFAULT '',
  privacy    TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (branch, inspection, id),
  FOREIGN KEY (branch, inspection, sheet, item) REFERENCES answers (branch, inspection, sheet, item) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE inspection_zones (
  branch      TEXT NOT NULL,
  inspection  TEXT NOT NULL,
  zone        TEXT NOT NULL,
  score       INTEGER,
  lost        INTEGER NOT NULL,
  ruled_score INTEGER,
  ruled_lost  INTEGER NOT NULL DEFAULT 0,
  items       TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (branch, inspection, zone),
  FOREIGN KEY (branch, inspection) REFERENCES inspections (branch, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE results (
  branch     TEXT NOT NULL,
  inspection TEXT NOT NULL,
  seal       TEXT NOT NULL,
  result     TEXT NOT NULL,
  PRIMARY KEY (branch, inspection),
  FOREIGN KEY (branch, inspection) REFERENCES inspections (branch, id) ON DELETE CASCADE
) STRICT;
-- In the order of the new keys, so that each table is written once from front to back.
INSERT INTO sheets SELECT i.branch, x.* FROM inspections i INDEXED BY inspections_place CROSS JOIN sheets_old x ON x.inspection = i.id ORDER BY i.branch, i.id;
INSERT INTO answers SELECT i.branch, x.* FROM inspections i INDEXED BY inspections_place CROSS JOIN answers_old x ON x.inspection = i.id ORDER BY i.branch, i.id;
INSERT INTO photo_refs SELECT i.branch, x.* FROM inspections i INDEXED BY inspections_place CROSS JOIN photo_refs_old x ON x.inspection = i.id ORDER BY i.branch, i.id;
INSERT INTO inspection_zones SELECT i.branch, x.* FROM inspections i INDEXED BY inspections_place CROSS JOIN inspection_zones_old x ON x.inspection = i.id ORDER BY i.branch, i.id;
INSERT INTO results SELECT i.branch, x.* FROM inspections i INDEXED BY inspections_place CROSS JOIN results_old x ON x.inspection = i.id ORDER BY i.branch, i.id;
DROP TABLE photo_refs_old;
DROP TABLE answers_old;
DROP TABLE sheets_old;
DROP TABLE inspection_zones_old;
DROP TABLE results_old;
CREATE INDEX answers_note ON answers (item, note) WHERE note <> '';
CREATE INDEX photo_refs_answer ON photo_refs (branch, inspection, sheet, item);
CREATE INDEX photo_refs_hash ON photo_refs (hash);
CREATE INDEX photo_refs_masked ON photo_refs (masked) WHERE masked <> '';
-- Their review and what is good practice as well; review_events stays as it is here, where one file holds everything.
CREATE UNIQUE INDEX bright_spots_place ON bright_spots (branch, id);
ALTER TABLE review_photos RENAME TO review_photos_old;
CREATE TABLE review_photos (
  branch     TEXT NOT NULL,
  inspection TEXT NOT NULL,
  event      TEXT NOT NULL,
  id         TEXT NOT NULL,
  pos        INTEGER NOT NULL,
  hash       TEXT NOT NULL,
  masked     TEXT NOT NULL,
  PRIMARY KEY (branch, event, id)
) STRICT, WITHOUT ROWID;
INSERT INTO review_photos SELECT e.branch, x.* FROM review_photos_old x JOIN review_events e ON e.id = x.event;
DROP TABLE review_photos_old;
CREATE INDEX review_photos_hash ON review_photos (hash);
-- What arrived of a hall in a month, "checklist day mark;…", drawn from its finished records: mark = pictures that lack, r = returned, x = does not count.
DROP INDEX inspections_arrival;
DROP INDEX inspections_excluded;
CREATE INDEX inspections_arrival ON inspections (month, branch, status, checklist, day, incomplete, review, lacking, unreadable);
CREATE TABLE arrivals (
  month   TEXT NOT NULL,
  branch  TEXT NOT NULL,
  records TEXT NOT NULL,
  PRIMARY KEY (month, branch)
) STRICT, WITHOUT ROWID;
INSERT INTO arrivals SELECT month, branch, group_concat(record, ';' ORDER BY record) FROM
  (SELECT month, branch, checklist || ' ' || substr(day, 9, 2) || ' ' || CASE WHEN incomplete <> '' OR review = 'void' THEN 'x' WHEN review = 'returned' THEN 'r' ELSE CAST(lacking + unreadable AS TEXT) END AS record FROM inspections WHERE status = 'finished') GROUP BY month, branch;
-- The names records are searched by, in lower case: a search finds names first and then the records that have them. kind is hall (key = branch), person (inspector) or list (checklist).
CREATE TABLE record_names (
  kind TEXT NOT NULL,
  key  TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (kind, key, text)
) STRICT, WITHOUT ROWID;
CREATE INDEX inspections_inspector ON inspections (inspector, branch, checklist);
