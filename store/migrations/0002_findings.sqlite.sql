-- Findings are their events; the rows of findings and subject_photos are drawn from them again at every move.
ALTER TABLE photo_refs ADD COLUMN masked TEXT NOT NULL DEFAULT '';
ALTER TABLE photo_refs ADD COLUMN marks TEXT NOT NULL DEFAULT '';
ALTER TABLE photo_refs ADD COLUMN privacy TEXT NOT NULL DEFAULT '';
CREATE TABLE finding_events (
  id      TEXT NOT NULL PRIMARY KEY,
  finding TEXT NOT NULL,
  clock   INTEGER NOT NULL,
  device  TEXT NOT NULL,
  at      INTEGER NOT NULL,
  verb    TEXT NOT NULL,
  body    TEXT NOT NULL,
  sent    INTEGER NOT NULL
) STRICT;
CREATE INDEX finding_events_finding ON finding_events (finding, clock, device, id);
CREATE INDEX finding_events_unsent ON finding_events (device, finding) WHERE sent = 0;
CREATE TRIGGER finding_events_no_update BEFORE UPDATE OF id, finding, clock, device, at, verb, body ON finding_events BEGIN SELECT RAISE(ABORT, 'finding events are append-only'); END;
CREATE TRIGGER finding_events_no_delete BEFORE DELETE ON finding_events BEGIN SELECT RAISE(ABORT, 'finding events are append-only'); END;
-- n ties a finding to its row of finding_text; as a declared key no VACUUM changes it.
CREATE TABLE findings (
  n            INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  number       TEXT NOT NULL,
  year         TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  branch       TEXT NOT NULL,
  branch_name  TEXT NOT NULL,
  branch_grade TEXT NOT NULL,
  inspection   TEXT NOT NULL,
  checklist    TEXT NOT NULL,
  item         TEXT NOT NULL,
  zone         TEXT NOT NULL,
  zone_name    TEXT NOT NULL,
  s6           TEXT NOT NULL,
  words        TEXT NOT NULL,
  item_text    TEXT NOT NULL,
  severity     TEXT NOT NULL,
  status       TEXT NOT NULL,
  settled      INTEGER NOT NULL,
  owner        TEXT NOT NULL,
  department   TEXT NOT NULL,
  rectifier    TEXT NOT NULL,
  day          TEXT NOT NULL,
  due          TEXT NOT NULL,
  submit_day   TEXT NOT NULL,
  closed_day   TEXT NOT NULL,
  occurrence   INTEGER NOT NULL,
  returns      INTEGER NOT NULL,
  extensions   INTEGER NOT NULL,
  before_hash  TEXT NOT NULL,
  after_hash   TEXT NOT NULL,
  updated      INTEGER NOT NULL,
  unsent       INTEGER NOT NULL,
  search       TEXT NOT NULL
) STRICT;
CREATE INDEX findings_urgent ON findings (settled, due, number, id, status, submit_day);
CREATE INDEX findings_status ON findings (status, due);
CREATE INDEX findings_branch ON findings (branch, status, due);
CREATE INDEX findings_number ON findings (branch, year, seq);
CREATE INDEX findings_item ON findings (checklist, item, day);
CREATE INDEX findings_day ON findings (day DESC, number DESC, id);
CREATE INDEX findings_facets ON findings (status, zone, zone_name, owner, s6, settled, due, submit_day, occurrence);
CREATE INDEX findings_inspection ON findings (inspection) WHERE inspection <> '';
-- What the text of a filter is looked for in, as pairs of characters (see grams in the store).
CREATE VIRTUAL TABLE finding_text USING fts5(grams, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE TABLE subject_photos (
  subject  TEXT NOT NULL,
  side     TEXT NOT NULL CHECK (side IN ('before', 'after', 'bright')),
  id       TEXT NOT NULL,
  pos      INTEGER NOT NULL,
  hash     TEXT NOT NULL,
  masked   TEXT NOT NULL,
  taken    INTEGER NOT NULL,
  added    INTEGER NOT NULL,
  PRIMARY KEY (subject, side, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX subject_photos_hash ON subject_photos (hash);
CREATE INDEX subject_photos_masked ON subject_photos (masked) WHERE masked <> '';
CREATE INDEX photo_refs_masked ON photo_refs (masked) WHERE masked <> '';
CREATE TABLE photo_prints (
  id    INTEGER NOT NULL PRIMARY KEY,
  hash  TEXT NOT NULL,
  print TEXT NOT NULL,
  signs INTEGER NOT NULL,
  band0 INTEGER NOT NULL,
  band1 INTEGER NOT NULL,
  band2 INTEGER NOT NULL,
  band3 INTEGER NOT NULL
) STRICT;
CREATE INDEX photo_prints_band0 ON photo_prints (band0, signs);
CREATE INDEX photo_prints_band1 ON photo_prints (band1, signs);
CREATE INDEX photo_prints_band2 ON photo_prints (band2, signs);
CREATE INDEX photo_prints_band3 ON photo_prints (band3, signs);
CREATE TABLE bright_spots (
  id     TEXT NOT NULL PRIMARY KEY,
  branch TEXT NOT NULL,
  day    TEXT NOT NULL,
  at     INTEGER NOT NULL,
  rev    INTEGER NOT NULL,
  device TEXT NOT NULL,
  gone   INTEGER NOT NULL,
  body   TEXT NOT NULL,
  sent   INTEGER NOT NULL
) STRICT;
CREATE INDEX bright_spots_day ON bright_spots (day, id);
CREATE TABLE decks (
  id   TEXT NOT NULL PRIMARY KEY,
  day  TEXT NOT NULL,
  at   INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
