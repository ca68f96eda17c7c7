-- The collation "C" makes both engines sort by bytes. Times are unix milliseconds UTC, scores tenths, lost points thousandths.
CREATE TABLE settings (
  key   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  value TEXT COLLATE "C" NOT NULL
);
CREATE TABLE profile (
  id     BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  face   TEXT COLLATE "C" NOT NULL,
  org    TEXT COLLATE "C" NOT NULL,
  org_id TEXT COLLATE "C" NOT NULL,
  device TEXT COLLATE "C" NOT NULL,
  branch TEXT COLLATE "C" NOT NULL,
  person TEXT COLLATE "C" NOT NULL
);
CREATE TABLE branches (
  code     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name     TEXT COLLATE "C" NOT NULL,
  grade    TEXT COLLATE "C" NOT NULL,
  traffic  TEXT COLLATE "C" NOT NULL,
  active   BIGINT NOT NULL,
  initials TEXT COLLATE "C" NOT NULL
);
CREATE TABLE people (
  id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name     TEXT COLLATE "C" NOT NULL,
  role     TEXT COLLATE "C" NOT NULL,
  position TEXT COLLATE "C" NOT NULL,
  branch   TEXT COLLATE "C" NOT NULL
);
CREATE TABLE checklists (
  id        TEXT COLLATE "C" NOT NULL,
  version   BIGINT NOT NULL,
  file      TEXT COLLATE "C" NOT NULL,
  sha256    TEXT COLLATE "C" NOT NULL,
  title_zh  TEXT COLLATE "C" NOT NULL,
  title_en  TEXT COLLATE "C" NOT NULL,
  kind      TEXT COLLATE "C" NOT NULL,
  installed BIGINT NOT NULL,
  source    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE TABLE inspections (
  id             TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  checklist      TEXT COLLATE "C" NOT NULL,
  version        BIGINT NOT NULL,
  branch         TEXT COLLATE "C" NOT NULL,
  day            TEXT COLLATE "C" NOT NULL,
  month          TEXT COLLATE "C" NOT NULL,
  status         TEXT COLLATE "C" NOT NULL CHECK (status IN ('draft', 'finished')),
  incomplete     TEXT COLLATE "C" NOT NULL,
  score          BIGINT,
  grade          TEXT COLLATE "C" NOT NULL,
  vetoes         BIGINT NOT NULL,
  red            BIGINT NOT NULL,
  critical       BIGINT NOT NULL,
  answered       BIGINT NOT NULL,
  total          BIGINT NOT NULL,
  photos         BIGINT NOT NULL,
  started        BIGINT NOT NULL,
  finished       BIGINT NOT NULL,
  updated        BIGINT NOT NULL,
  rev            BIGINT NOT NULL,
  sent_at        BIGINT NOT NULL,
  sent_rev       BIGINT NOT NULL,
  device         TEXT COLLATE "C" NOT NULL,
  mode           TEXT COLLATE "C" NOT NULL,
  inspector      TEXT COLLATE "C" NOT NULL,
  branch_name    TEXT COLLATE "C" NOT NULL,
  branch_grade   TEXT COLLATE "C" NOT NULL,
  branch_traffic TEXT COLLATE "C" NOT NULL,
  branch_active  BIGINT NOT NULL,
  search         TEXT COLLATE "C" NOT NULL,
  cursor         TEXT COLLATE "C" NOT NULL,
  phase          TEXT COLLATE "C" NOT NULL,
  pressure       TEXT COLLATE "C" NOT NULL,
  left_out       TEXT COLLATE "C" NOT NULL,
  person         TEXT COLLATE "C" NOT NULL,
  reopened       TEXT COLLATE "C" NOT NULL,
  FOREIGN KEY (checklist, version) REFERENCES checklists (id, version)
);
CREATE INDEX inspections_started ON inspections (started DESC, id);
CREATE INDEX inspections_branch ON inspections (branch, checklist, started);
CREATE INDEX inspections_cell ON inspections (checklist, month, branch, status);
CREATE INDEX inspections_unsent ON inspections (device, started) WHERE status = 'finished' AND sent_rev < rev;
CREATE TABLE sheets (
  inspection TEXT COLLATE "C" NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
  id         TEXT COLLATE "C" NOT NULL,
  pos        BIGINT NOT NULL,
  person     TEXT COLLATE "C" NOT NULL,
  position   TEXT COLLATE "C" NOT NULL,
  weights    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (inspection, id)
);
CREATE TABLE answers (
  inspection TEXT COLLATE "C" NOT NULL,
  sheet      TEXT COLLATE "C" NOT NULL,
  item       TEXT COLLATE "C" NOT NULL,
  value      TEXT COLLATE "C" NOT NULL,
  note       TEXT COLLATE "C" NOT NULL,
  recording  TEXT COLLATE "C" NOT NULL,
  remedy     TEXT COLLATE "C" NOT NULL,
  at         BIGINT NOT NULL,
  PRIMARY KEY (inspection, sheet, item),
  FOREIGN KEY (inspection, sheet) REFERENCES sheets (inspection, id) ON DELETE CASCADE
);
CREATE INDEX answers_note ON answers (item, note) WHERE note <> '';
CREATE TABLE photo_refs (
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
  PRIMARY KEY (inspection, id),
  FOREIGN KEY (inspection, sheet, item) REFERENCES answers (inspection, sheet, item) ON DELETE CASCADE
);
CREATE INDEX photo_refs_answer ON photo_refs (inspection, sheet, item);
CREATE INDEX photo_refs_hash ON photo_refs (hash);
CREATE TABLE inspection_zones (
  inspection TEXT COLLATE "C" NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
  zone       TEXT COLLATE "C" NOT NULL,
  score      BIGINT,
  lost       BIGINT NOT NULL,
  PRIMARY KEY (inspection, zone)
);
CREATE TABLE results (
  inspection TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES inspections (id) ON DELETE CASCADE,
  seal       TEXT COLLATE "C" NOT NULL,
  result     TEXT COLLATE "C" NOT NULL
);
CREATE TABLE period_cells (
  checklist   TEXT COLLATE "C" NOT NULL,
  month       TEXT COLLATE "C" NOT NULL,
  branch      TEXT COLLATE "C" NOT NULL,
  n           BIGINT NOT NULL,
  score_sum   BIGINT NOT NULL,
  vetoes      BIGINT NOT NULL,
  problems    BIGINT NOT NULL,
  critical    BIGINT NOT NULL,
  min_version BIGINT NOT NULL,
  max_version BIGINT NOT NULL,
  excluded    BIGINT NOT NULL,
  zones       TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (checklist, month, branch)
);
CREATE TABLE audit (
  seq    BIGINT NOT NULL PRIMARY KEY,
  at     BIGINT NOT NULL,
  actor  TEXT COLLATE "C" NOT NULL,
  role   TEXT COLLATE "C" NOT NULL,
  action TEXT COLLATE "C" NOT NULL,
  object TEXT COLLATE "C" NOT NULL,
  detail TEXT COLLATE "C" NOT NULL,
  prev   TEXT COLLATE "C" NOT NULL,
  hash   TEXT COLLATE "C" NOT NULL
);
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TABLE exports (
  device  TEXT COLLATE "C" NOT NULL,
  seq     BIGINT NOT NULL,
  sha256  TEXT COLLATE "C" NOT NULL,
  prev    TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  path    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (device, seq)
);
CREATE TABLE export_items (
  device     TEXT COLLATE "C" NOT NULL,
  seq        BIGINT NOT NULL,
  inspection TEXT COLLATE "C" NOT NULL,
  rev        BIGINT NOT NULL,
  PRIMARY KEY (device, seq, inspection),
  FOREIGN KEY (device, seq) REFERENCES exports (device, seq) ON DELETE CASCADE
);
CREATE TABLE imports (
  sha256  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  device  TEXT COLLATE "C" NOT NULL,
  seq     BIGINT NOT NULL,
  branch  TEXT COLLATE "C" NOT NULL,
  at      BIGINT NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('imported', 'refused')),
  code    TEXT COLLATE "C" NOT NULL,
  name    TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX imports_seq ON imports (device, seq) WHERE outcome = 'imported';
CREATE TABLE devices (
  id        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  branch    TEXT COLLATE "C" NOT NULL,
  verifier  TEXT COLLATE "C" NOT NULL,
  recipient TEXT COLLATE "C" NOT NULL,
  state     TEXT COLLATE "C" NOT NULL,
  from_seq  BIGINT NOT NULL,
  name      TEXT COLLATE "C" NOT NULL,
  at        BIGINT NOT NULL
);
