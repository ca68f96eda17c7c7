-- Findings are their events; the rows of findings and subject_photos are drawn from them again at every move.
ALTER TABLE photo_refs ADD COLUMN masked TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE photo_refs ADD COLUMN marks TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE photo_refs ADD COLUMN privacy TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE TABLE finding_events (
  id      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  finding TEXT COLLATE "C" NOT NULL,
  clock   BIGINT NOT NULL,
  device  TEXT COLLATE "C" NOT NULL,
  at      BIGINT NOT NULL,
  verb    TEXT COLLATE "C" NOT NULL,
  body    TEXT COLLATE "C" NOT NULL,
  sent    BIGINT NOT NULL
);
CREATE INDEX finding_events_finding ON finding_events (finding, clock, device, id);
CREATE INDEX finding_events_unsent ON finding_events (device, finding) WHERE sent = 0;
CREATE FUNCTION finding_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'finding events are append-only'; END $$;
CREATE TRIGGER finding_events_no_update BEFORE UPDATE OF id, finding, clock, device, at, verb, body ON finding_events FOR EACH ROW EXECUTE FUNCTION finding_events_refuse();
CREATE TRIGGER finding_events_no_delete BEFORE DELETE ON finding_events FOR EACH ROW EXECUTE FUNCTION finding_events_refuse();
CREATE TABLE findings (
  id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  number       TEXT COLLATE "C" NOT NULL,
  year         TEXT COLLATE "C" NOT NULL,
  seq          BIGINT NOT NULL,
  branch       TEXT COLLATE "C" NOT NULL,
  branch_name  TEXT COLLATE "C" NOT NULL,
  branch_grade TEXT COLLATE "C" NOT NULL,
  inspection   TEXT COLLATE "C" NOT NULL,
  checklist    TEXT COLLATE "C" NOT NULL,
  item         TEXT COLLATE "C" NOT NULL,
  zone         TEXT COLLATE "C" NOT NULL,
  zone_name    TEXT COLLATE "C" NOT NULL,
  s6           TEXT COLLATE "C" NOT NULL,
  words        TEXT COLLATE "C" NOT NULL,
  item_text    TEXT COLLATE "C" NOT NULL,
  severity     TEXT COLLATE "C" NOT NULL,
  status       TEXT COLLATE "C" NOT NULL,
  settled      BIGINT NOT NULL,
  owner        TEXT COLLATE "C" NOT NULL,
  department   TEXT COLLATE "C" NOT NULL,
  rectifier    TEXT COLLATE "C" NOT NULL,
  day          TEXT COLLATE "C" NOT NULL,
  due          TEXT COLLATE "C" NOT NULL,
  submit_day   TEXT COLLATE "C" NOT NULL,
  closed_day   TEXT COLLATE "C" NOT NULL,
  occurrence   BIGINT NOT NULL,
  returns      BIGINT NOT NULL,
  extensions   BIGINT NOT NULL,
  before_hash  TEXT COLLATE "C" NOT NULL,
  after_hash   TEXT COLLATE "C" NOT NULL,
  updated      BIGINT NOT NULL,
  unsent       BIGINT NOT NULL,
  search       TEXT COLLATE "C" NOT NULL
);
CREATE INDEX findings_urgent ON findings (settled, due, number, id, status, submit_day);
CREATE INDEX findings_status ON findings (status, due);
CREATE INDEX findings_branch ON findings (branch, status, due);
CREATE INDEX findings_number ON findings (branch, year, seq);
CREATE INDEX findings_item ON findings (checklist, item, day);
CREATE INDEX findings_day ON findings (day DESC, number DESC, id);
CREATE INDEX findings_inspection ON findings (inspection) WHERE inspection <> '';
CREATE TABLE subject_photos (
  subject  TEXT COLLATE "C" NOT NULL,
  side     TEXT COLLATE "C" NOT NULL CHECK (side IN ('before', 'after', 'bright')),
  id       TEXT COLLATE "C" NOT NULL,
  pos      BIGINT NOT NULL,
  hash     TEXT COLLATE "C" NOT NULL,
  masked   TEXT COLLATE "C" NOT NULL,
  taken    BIGINT NOT NULL,
  added    BIGINT NOT NULL,
  PRIMARY KEY (subject, side, id)
);
CREATE INDEX subject_photos_hash ON subject_photos (hash);
CREATE INDEX subject_photos_masked ON subject_photos (masked) WHERE masked <> '';
CREATE INDEX photo_refs_masked ON photo_refs (masked) WHERE masked <> '';
CREATE TABLE photo_prints (
  id    BIGINT NOT NULL PRIMARY KEY,
  hash  TEXT COLLATE "C" NOT NULL,
  print TEXT COLLATE "C" NOT NULL,
  signs BIGINT NOT NULL,
  band0 BIGINT NOT NULL,
  band1 BIGINT NOT NULL,
  band2 BIGINT NOT NULL,
  band3 BIGINT NOT NULL
);
CREATE INDEX photo_prints_band0 ON photo_prints (band0, signs, id);
CREATE INDEX photo_prints_band1 ON photo_prints (band1, signs, id);
CREATE INDEX photo_prints_band2 ON photo_prints (band2, signs, id);
CREATE INDEX photo_prints_band3 ON photo_prints (band3, signs, id);
CREATE TABLE bright_spots (
  id     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  branch TEXT COLLATE "C" NOT NULL,
  day    TEXT COLLATE "C" NOT NULL,
  at     BIGINT NOT NULL,
  rev    BIGINT NOT NULL,
  device TEXT COLLATE "C" NOT NULL,
  gone   BIGINT NOT NULL,
  body   TEXT COLLATE "C" NOT NULL,
  sent   BIGINT NOT NULL
);
CREATE INDEX bright_spots_day ON bright_spots (day, id);
CREATE TABLE decks (
  id   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  day  TEXT COLLATE "C" NOT NULL,
  at   BIGINT NOT NULL,
  body TEXT COLLATE "C" NOT NULL
);
