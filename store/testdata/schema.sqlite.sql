CREATE INDEX answers_note ON answers (item, note) WHERE note <> '';
CREATE INDEX bright_spots_day ON bright_spots (day, id);
CREATE UNIQUE INDEX bright_spots_place ON bright_spots (branch, id);
CREATE INDEX bulletins_period ON bulletins (day_from, day_to, at);
CREATE INDEX finding_events_finding ON finding_events (finding, clock, device, id);
CREATE INDEX finding_events_unsent ON finding_events (device, finding) WHERE sent = 0;
CREATE INDEX findings_branch ON findings (branch, status, due);
CREATE INDEX findings_day ON findings (day DESC, number DESC, id);
CREATE INDEX findings_due ON findings (due, branch, status, submit_day);
CREATE INDEX findings_facets ON findings (status, zone, zone_name, owner, s6, settled, due, submit_day, occurrence);
CREATE INDEX findings_inspection ON findings (inspection) WHERE inspection <> '';
CREATE INDEX findings_item ON findings (checklist, item, day);
CREATE INDEX findings_number ON findings (branch, year, seq);
CREATE INDEX findings_status ON findings (status, due);
CREATE INDEX findings_unheard ON findings (due, number, id) WHERE unheard = 1;
CREATE INDEX findings_urgent ON findings (settled, due, number, id, status, submit_day);
CREATE INDEX hall_days_day ON hall_days (day, branch);
CREATE INDEX hall_days_stale ON hall_days (branch, day) WHERE stale = 1;
CREATE INDEX hall_days_unmet ON hall_days (day DESC, branch) WHERE works = 1 AND meetings = 0;
CREATE INDEX hall_days_unsent ON hall_days (branch, day) WHERE rev > sent;
CREATE INDEX hall_entries_day ON hall_entries (branch, day, at, id);
CREATE INDEX hall_entries_kind ON hall_entries (branch, kind, day);
CREATE INDEX hall_entries_ref ON hall_entries (branch, ref) WHERE ref <> '';
CREATE INDEX hall_photos_hash ON hall_photos (hash);
CREATE INDEX hall_photos_masked ON hall_photos (masked) WHERE masked <> '';
CREATE INDEX imports_branch ON imports (branch, at) WHERE outcome = 'imported';
CREATE UNIQUE INDEX imports_seq ON imports (device, seq) WHERE outcome = 'imported';
CREATE INDEX inspections_appeals ON inspections (started DESC, id) WHERE appeal = 'open';
CREATE INDEX inspections_arrival ON inspections (month, branch, status, checklist, day, incomplete, review, lacking, unreadable);
CREATE INDEX inspections_branch ON inspections (branch, checklist, started);
CREATE INDEX inspections_cell ON inspections (checklist, month, branch, status);
CREATE INDEX inspections_drafts ON inspections (started DESC, id) WHERE status = 'draft';
CREATE INDEX inspections_inspector ON inspections (inspector, branch, checklist);
CREATE UNIQUE INDEX inspections_place ON inspections (branch, id);
CREATE INDEX inspections_reviewed ON inspections (review, started DESC, id) WHERE review <> '';
CREATE INDEX inspections_started ON inspections (started DESC, id);
CREATE INDEX inspections_unsent ON inspections (device, started) WHERE status = 'finished' AND sent_rev < rev;
CREATE INDEX notes_policy ON notes (branch, version) WHERE kind = 'policy';
CREATE INDEX notes_unsent ON notes (branch, name) WHERE sent = 0;
CREATE INDEX period_cells_branch ON period_cells (branch, checklist, month);
CREATE INDEX photo_prints_band0 ON photo_prints (band0, signs);
CREATE INDEX photo_prints_band1 ON photo_prints (band1, signs);
CREATE INDEX photo_prints_band2 ON photo_prints (band2, signs);
CREATE INDEX photo_prints_band3 ON photo_prints (band3, signs);
CREATE INDEX photo_refs_answer ON photo_refs (branch, inspection, sheet, item);
CREATE INDEX photo_refs_hash ON photo_refs (hash);
CREATE INDEX photo_refs_masked ON photo_refs (masked) WHERE masked <> '';
CREATE INDEX published_unsent ON published (branch, id) WHERE sent = 0;
CREATE INDEX quarantine_open ON quarantine (decision, at);
CREATE INDEX receipts_due ON receipts (branch, device) WHERE note = '';
CREATE INDEX review_events_inspection ON review_events (inspection, clock, device, id);
CREATE INDEX review_events_unsent ON review_events (branch, inspection) WHERE sent = 0;
CREATE INDEX review_photos_hash ON review_photos (hash);
CREATE INDEX subject_photos_hash ON subject_photos (hash);
CREATE INDEX subject_photos_masked ON subject_photos (masked) WHERE masked <> '';
CREATE INDEX targets_period ON targets (period, indicator, branch);
CREATE INDEX ticket_slots_day ON ticket_slots (branch, day, slot);
CREATE INDEX tickets_day ON tickets (branch, day, taken);
CREATE INDEX transfers_sha256 ON transfers (sha256);
CREATE INDEX transfers_state ON transfers (state, at);
CREATE TABLE accounts (
  person    TEXT NOT NULL PRIMARY KEY,
  hash      TEXT NOT NULL,
  set_at    INTEGER NOT NULL,
  temporary INTEGER NOT NULL,
  wrong     INTEGER NOT NULL,
  wrong_at  INTEGER NOT NULL
) STRICT;
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
CREATE TABLE arrivals (
  month   TEXT NOT NULL,
  branch  TEXT NOT NULL,
  records TEXT NOT NULL,
  PRIMARY KEY (month, branch)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
  seq    INTEGER NOT NULL PRIMARY KEY,
  at     INTEGER NOT NULL,
  actor  TEXT NOT NULL,
  role   TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL,
  prev   TEXT NOT NULL,
  hash   TEXT NOT NULL
) STRICT;
CREATE TABLE branches (
  code     TEXT NOT NULL PRIMARY KEY,
  name     TEXT NOT NULL,
  grade    TEXT NOT NULL,
  traffic  TEXT NOT NULL,
  active   INTEGER NOT NULL,
  initials TEXT NOT NULL
, owner TEXT NOT NULL DEFAULT '') STRICT;
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
CREATE TABLE bulletin_plans (
  subject TEXT NOT NULL PRIMARY KEY,
  at      INTEGER NOT NULL,
  body    TEXT NOT NULL
) STRICT;
CREATE TABLE bulletins (
  id        TEXT NOT NULL PRIMARY KEY,
  number    TEXT NOT NULL,
  edition   INTEGER NOT NULL,
  day_from  TEXT NOT NULL,
  day_to    TEXT NOT NULL,
  subject   TEXT NOT NULL,
  before    TEXT NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'superseded')),
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  issued_by TEXT NOT NULL,
  plan      TEXT NOT NULL,
  body      TEXT NOT NULL
) STRICT;
CREATE TABLE checklists (
  id        TEXT NOT NULL,
  version   INTEGER NOT NULL,
  file      TEXT NOT NULL,
  sha256    TEXT NOT NULL,
  title_zh  TEXT NOT NULL,
  title_en  TEXT NOT NULL,
  kind      TEXT NOT NULL,
  installed INTEGER NOT NULL,
  source    TEXT NOT NULL,
  PRIMARY KEY (id, version)
) STRICT;
CREATE TABLE composites (
  id   TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  at   INTEGER NOT NULL
) STRICT;
CREATE TABLE contacts (
  branch TEXT NOT NULL PRIMARY KEY,
  name   TEXT NOT NULL,
  phone  TEXT NOT NULL
) STRICT;
CREATE TABLE decks (
  id   TEXT NOT NULL PRIMARY KEY,
  day  TEXT NOT NULL,
  at   INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE TABLE device_alarms (
  id     TEXT NOT NULL PRIMARY KEY,
  device TEXT NOT NULL,
  branch TEXT NOT NULL,
  code   TEXT NOT NULL,
  detail TEXT NOT NULL,
  at     INTEGER NOT NULL,
  done   INTEGER NOT NULL,
  actor  TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE TABLE devices (
  id        TEXT NOT NULL PRIMARY KEY,
  branch    TEXT NOT NULL,
  verifier  TEXT NOT NULL,
  recipient TEXT NOT NULL,
  state     TEXT NOT NULL,
  from_seq  INTEGER NOT NULL,
  name      TEXT NOT NULL,
  at        INTEGER NOT NULL
, noted INTEGER NOT NULL DEFAULT 0, proposer TEXT NOT NULL DEFAULT '', approver TEXT NOT NULL DEFAULT '', replaces TEXT NOT NULL DEFAULT '', fingerprint TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE duties (
  branch TEXT NOT NULL,
  day    TEXT NOT NULL,
  person TEXT NOT NULL,
  start  INTEGER NOT NULL,
  ends   INTEGER NOT NULL,
  post   TEXT NOT NULL,
  PRIMARY KEY (branch, day, person, start)
) STRICT;
CREATE TABLE export_items (
  device     TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  inspection TEXT NOT NULL,
  rev        INTEGER NOT NULL,
  PRIMARY KEY (device, seq, inspection),
  FOREIGN KEY (device, seq) REFERENCES exports (device, seq) ON DELETE CASCADE
) STRICT;
CREATE TABLE exports (
  device  TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  sha256  TEXT NOT NULL,
  prev    TEXT NOT NULL,
  created INTEGER NOT NULL,
  path    TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT;
CREATE TABLE finding_events (
  id      TEXT NOT NULL PRIMARY KEY,
  finding TEXT NOT NULL,
  clock   INTEGER NOT NULL,
  device  TEXT NOT NULL,
  at      INTEGER NOT NULL,
  verb    TEXT NOT NULL,
  body    TEXT NOT NULL,
  sent    INTEGER NOT NULL
, sender TEXT NOT NULL DEFAULT '') STRICT;
CREATE VIRTUAL TABLE finding_text USING fts5(grams, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE TABLE 'finding_text_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'finding_text_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'finding_text_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
CREATE TABLE 'finding_text_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
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
, unheard INTEGER NOT NULL DEFAULT 0, merged_into TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE hall_cells (
  branch    TEXT NOT NULL,
  day       TEXT NOT NULL,
  slot      INTEGER NOT NULL,
  samples   INTEGER NOT NULL,
  waiting   INTEGER NOT NULL,
  counts    INTEGER NOT NULL,
  open      INTEGER NOT NULL,
  usable    INTEGER NOT NULL,
  crowded   INTEGER NOT NULL,
  packed    INTEGER NOT NULL,
  oldests   INTEGER NOT NULL,
  oldest    INTEGER NOT NULL,
  late      INTEGER NOT NULL,
  too_late  INTEGER NOT NULL,
  posts     INTEGER NOT NULL,
  on_post   INTEGER NOT NULL,
  rounds    INTEGER NOT NULL,
  working   INTEGER NOT NULL,
  tickets   INTEGER NOT NULL,
  abandoned INTEGER NOT NULL,
  called    INTEGER NOT NULL,
  wait_sum  INTEGER NOT NULL,
  wait_max  INTEGER NOT NULL,
  over      INTEGER NOT NULL,
  served    INTEGER NOT NULL,
  serve_sum INTEGER NOT NULL,
  waits     TEXT NOT NULL,
  PRIMARY KEY (branch, day, slot)
) STRICT;
CREATE TABLE hall_days (
  branch      TEXT NOT NULL,
  day         TEXT NOT NULL,
  stale       INTEGER NOT NULL,
  rev         INTEGER NOT NULL DEFAULT 0,
  sent        INTEGER NOT NULL DEFAULT 0,
  works       INTEGER NOT NULL DEFAULT 0,
  body        TEXT NOT NULL DEFAULT '',
  samples     INTEGER NOT NULL DEFAULT 0,
  waiting     INTEGER NOT NULL DEFAULT 0,
  counts      INTEGER NOT NULL DEFAULT 0,
  open        INTEGER NOT NULL DEFAULT 0,
  usable      INTEGER NOT NULL DEFAULT 0,
  crowded     INTEGER NOT NULL DEFAULT 0,
  packed      INTEGER NOT NULL DEFAULT 0,
  oldest      INTEGER NOT NULL DEFAULT 0,
  oldests     INTEGER NOT NULL DEFAULT 0,
  late        INTEGER NOT NULL DEFAULT 0,
  too_late    INTEGER NOT NULL DEFAULT 0,
  posts       INTEGER NOT NULL DEFAULT 0,
  on_post     INTEGER NOT NULL DEFAULT 0,
  rounds      INTEGER NOT NULL DEFAULT 0,
  working     INTEGER NOT NULL DEFAULT 0,
  tickets     INTEGER NOT NULL DEFAULT 0,
  abandoned   INTEGER NOT NULL DEFAULT 0,
  called      INTEGER NOT NULL DEFAULT 0,
  wait_sum    INTEGER NOT NULL DEFAULT 0,
  wait_max    INTEGER NOT NULL DEFAULT 0,
  over        INTEGER NOT NULL DEFAULT 0,
  served      INTEGER NOT NULL DEFAULT 0,
  serve_sum   INTEGER NOT NULL DEFAULT 0,
  meetings    INTEGER NOT NULL DEFAULT 0,
  meeting_ok  INTEGER NOT NULL DEFAULT 0,
  drills      INTEGER NOT NULL DEFAULT 0,
  due         INTEGER NOT NULL DEFAULT 0,
  made        INTEGER NOT NULL DEFAULT 0,
  faults      INTEGER NOT NULL DEFAULT 0,
  down        INTEGER NOT NULL DEFAULT 0,
  broken      INTEGER NOT NULL DEFAULT 0,
  hours       INTEGER NOT NULL DEFAULT 0,
  complaints  INTEGER NOT NULL DEFAULT 0,
  solved      INTEGER NOT NULL DEFAULT 0,
  long        INTEGER NOT NULL DEFAULT 0, missed INTEGER NOT NULL DEFAULT 0, late_rounds INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0, seen_slots INTEGER NOT NULL DEFAULT 0, long_slots INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (branch, day)
) STRICT;
CREATE TABLE hall_entries (
  branch TEXT NOT NULL,
  id     TEXT NOT NULL,
  day    TEXT NOT NULL,
  at     INTEGER NOT NULL,
  kind   TEXT NOT NULL,
  ref    TEXT NOT NULL,
  device TEXT NOT NULL,
  sent   INTEGER NOT NULL,
  body   TEXT NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT;
CREATE TABLE hall_photos (
  branch TEXT NOT NULL,
  entry  TEXT NOT NULL,
  id     TEXT NOT NULL,
  pos    INTEGER NOT NULL,
  hash   TEXT NOT NULL,
  masked TEXT NOT NULL,
  taken  INTEGER NOT NULL,
  added  INTEGER NOT NULL,
  PRIMARY KEY (branch, entry, id)
) STRICT;
CREATE TABLE hall_questions (
  id     TEXT NOT NULL PRIMARY KEY,
  topic  TEXT NOT NULL,
  text   TEXT NOT NULL,
  answer TEXT NOT NULL,
  gone   INTEGER NOT NULL
) STRICT;
CREATE TABLE hall_reports (
  branch TEXT NOT NULL,
  device TEXT NOT NULL,
  day    TEXT NOT NULL,
  rev    INTEGER NOT NULL,
  body   TEXT NOT NULL,
  PRIMARY KEY (branch, day, device)
) STRICT;
CREATE TABLE hall_spans (
  span        TEXT NOT NULL,
  branch      TEXT NOT NULL,
  known       INTEGER NOT NULL,
  last_day    TEXT NOT NULL,
  days        INTEGER NOT NULL,
  held        INTEGER NOT NULL,
  held_long   INTEGER NOT NULL,
  samples     INTEGER NOT NULL,
  waiting     INTEGER NOT NULL,
  counts      INTEGER NOT NULL,
  open        INTEGER NOT NULL,
  usable      INTEGER NOT NULL,
  crowded     INTEGER NOT NULL,
  packed      INTEGER NOT NULL,
  oldests     INTEGER NOT NULL,
  oldest      INTEGER NOT NULL,
  late        INTEGER NOT NULL,
  too_late    INTEGER NOT NULL,
  posts       INTEGER NOT NULL,
  on_post     INTEGER NOT NULL,
  rounds      INTEGER NOT NULL,
  working     INTEGER NOT NULL,
  tickets     INTEGER NOT NULL,
  abandoned   INTEGER NOT NULL,
  called      INTEGER NOT NULL,
  wait_sum    INTEGER NOT NULL,
  wait_max    INTEGER NOT NULL,
  over        INTEGER NOT NULL,
  served      INTEGER NOT NULL,
  serve_sum   INTEGER NOT NULL,
  meetings    INTEGER NOT NULL,
  drills      INTEGER NOT NULL,
  due         INTEGER NOT NULL,
  made        INTEGER NOT NULL,
  missed      INTEGER NOT NULL,
  late_rounds INTEGER NOT NULL,
  skipped     INTEGER NOT NULL,
  faults      INTEGER NOT NULL,
  down        INTEGER NOT NULL,
  broken      INTEGER NOT NULL,
  hours       INTEGER NOT NULL,
  complaints  INTEGER NOT NULL,
  solved      INTEGER NOT NULL,
  long        INTEGER NOT NULL,
  queues      TEXT NOT NULL,
  drilled     TEXT NOT NULL,
  PRIMARY KEY (span, branch)
) STRICT, WITHOUT ROWID;
CREATE TABLE hq_key (
  id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  verifier TEXT NOT NULL
) STRICT;
CREATE TABLE imports (
  sha256  TEXT NOT NULL PRIMARY KEY,
  device  TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  branch  TEXT NOT NULL,
  at      INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('imported', 'refused')),
  code    TEXT NOT NULL,
  name    TEXT NOT NULL
, prev TEXT NOT NULL DEFAULT '') STRICT;
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
CREATE TABLE inspections (
  id             TEXT NOT NULL PRIMARY KEY,
  checklist      TEXT NOT NULL,
  version        INTEGER NOT NULL,
  branch         TEXT NOT NULL,
  day            TEXT NOT NULL,
  month          TEXT NOT NULL,
  status         TEXT NOT NULL CHECK (status IN ('draft', 'finished')),
  incomplete     TEXT NOT NULL,
  score          INTEGER,
  grade          TEXT NOT NULL,
  vetoes         INTEGER NOT NULL,
  red            INTEGER NOT NULL,
  critical       INTEGER NOT NULL,
  answered       INTEGER NOT NULL,
  total          INTEGER NOT NULL,
  photos         INTEGER NOT NULL,
  started        INTEGER NOT NULL,
  finished       INTEGER NOT NULL,
  updated        INTEGER NOT NULL,
  rev            INTEGER NOT NULL,
  sent_at        INTEGER NOT NULL,
  sent_rev       INTEGER NOT NULL,
  device         TEXT NOT NULL,
  mode           TEXT NOT NULL,
  inspector      TEXT NOT NULL,
  branch_name    TEXT NOT NULL,
  branch_grade   TEXT NOT NULL,
  branch_traffic TEXT NOT NULL,
  branch_active  INTEGER NOT NULL,
  search         TEXT NOT NULL,
  cursor         TEXT NOT NULL,
  phase          TEXT NOT NULL,
  pressure       TEXT NOT NULL,
  left_out       TEXT NOT NULL,
  person         TEXT NOT NULL,
  reopened       TEXT NOT NULL, review TEXT NOT NULL DEFAULT '', appeal TEXT NOT NULL DEFAULT '', returns INTEGER NOT NULL DEFAULT 0, accepted INTEGER NOT NULL DEFAULT 0, counts INTEGER NOT NULL DEFAULT 0, ruled INTEGER NOT NULL DEFAULT 0, ruled_score INTEGER, ruled_grade TEXT NOT NULL DEFAULT '', ruled_vetoes INTEGER NOT NULL DEFAULT 0, ruled_red INTEGER NOT NULL DEFAULT 0, ruled_critical INTEGER NOT NULL DEFAULT 0, lacking INTEGER NOT NULL DEFAULT 0, unreadable INTEGER NOT NULL DEFAULT 0,
  FOREIGN KEY (checklist, version) REFERENCES checklists (id, version)
) STRICT;
CREATE TABLE master_sent (
  branch TEXT NOT NULL,
  item   TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (branch, item)
) STRICT;
CREATE TABLE notes (
  name   TEXT NOT NULL PRIMARY KEY,
  branch TEXT NOT NULL,
  kind   TEXT NOT NULL,
  version INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  sent   INTEGER NOT NULL,
  body   TEXT NOT NULL
) STRICT;
CREATE TABLE people (
  id       TEXT NOT NULL PRIMARY KEY,
  name     TEXT NOT NULL,
  role     TEXT NOT NULL,
  position TEXT NOT NULL,
  branch   TEXT NOT NULL
) STRICT;
CREATE TABLE period_cells (
  checklist   TEXT NOT NULL,
  month       TEXT NOT NULL,
  branch      TEXT NOT NULL,
  n           INTEGER NOT NULL,
  score_sum   INTEGER NOT NULL,
  vetoes      INTEGER NOT NULL,
  problems    INTEGER NOT NULL,
  critical    INTEGER NOT NULL,
  min_version INTEGER NOT NULL,
  max_version INTEGER NOT NULL,
  excluded    INTEGER NOT NULL,
  zones       TEXT NOT NULL, provisional INTEGER NOT NULL DEFAULT 0, appealed INTEGER NOT NULL DEFAULT 0, withheld INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (checklist, month, branch)
) STRICT, WITHOUT ROWID;
CREATE TABLE photo_faults (
  hash TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  at   INTEGER NOT NULL
) STRICT;
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
CREATE TABLE policies (
  version INTEGER NOT NULL PRIMARY KEY,
  at      INTEGER NOT NULL,
  body    TEXT NOT NULL
) STRICT;
CREATE TABLE profile (
  id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  face   TEXT NOT NULL,
  org    TEXT NOT NULL,
  org_id TEXT NOT NULL,
  device TEXT NOT NULL,
  branch TEXT NOT NULL,
  person TEXT NOT NULL
) STRICT;
CREATE TABLE published (
  id      TEXT NOT NULL,
  branch  TEXT NOT NULL,
  period  TEXT NOT NULL,
  at      INTEGER NOT NULL,
  sent    INTEGER NOT NULL,
  body    TEXT NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT;
CREATE TABLE quarantine (
  sha256   TEXT NOT NULL PRIMARY KEY,
  name     TEXT NOT NULL,
  file     TEXT NOT NULL,
  branch   TEXT NOT NULL,
  device   TEXT NOT NULL,
  seq      INTEGER NOT NULL,
  code     TEXT NOT NULL,
  error    TEXT NOT NULL,
  at       INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('', 'accepted', 'returned', 'discarded')),
  actor    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  decided  INTEGER NOT NULL
) STRICT;
CREATE TABLE receipts (
  sha256  TEXT NOT NULL PRIMARY KEY,
  branch  TEXT NOT NULL,
  device  TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('imported', 'refused')),
  code    TEXT NOT NULL,
  words   TEXT NOT NULL,
  at      INTEGER NOT NULL,
  note    TEXT NOT NULL
) STRICT;
CREATE TABLE record_names (
  kind TEXT NOT NULL,
  key  TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (kind, key, text)
) STRICT, WITHOUT ROWID;
CREATE TABLE requirements (
  checklist TEXT NOT NULL PRIMARY KEY,
  body      TEXT NOT NULL
) STRICT;
CREATE TABLE results (
  branch     TEXT NOT NULL,
  inspection TEXT NOT NULL,
  seal       TEXT NOT NULL,
  result     TEXT NOT NULL,
  PRIMARY KEY (branch, inspection),
  FOREIGN KEY (branch, inspection) REFERENCES inspections (branch, id) ON DELETE CASCADE
) STRICT;
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
CREATE TABLE roads (
  id        TEXT NOT NULL PRIMARY KEY,
  name      TEXT NOT NULL,
  address   TEXT NOT NULL,
  active    INTEGER NOT NULL,
  keep_days INTEGER NOT NULL,
  pinned    TEXT NOT NULL,
  tried     INTEGER NOT NULL,
  reached   INTEGER NOT NULL,
  fails     INTEGER NOT NULL,
  next_try  INTEGER NOT NULL,
  code      TEXT NOT NULL,
  error     TEXT NOT NULL
) STRICT;
CREATE TABLE settings (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
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
CREATE TABLE targets (
  branch    TEXT NOT NULL,
  indicator TEXT NOT NULL,
  period    TEXT NOT NULL,
  value     INTEGER NOT NULL,
  baseline  INTEGER,
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  PRIMARY KEY (branch, indicator, period)
) STRICT;
CREATE TABLE ticket_slots (
  branch    TEXT NOT NULL,
  device    TEXT NOT NULL,
  day       TEXT NOT NULL,
  slot      INTEGER NOT NULL,
  tickets   INTEGER NOT NULL,
  abandoned INTEGER NOT NULL,
  called    INTEGER NOT NULL,
  wait_sum  INTEGER NOT NULL,
  wait_max  INTEGER NOT NULL,
  served    INTEGER NOT NULL,
  serve_sum INTEGER NOT NULL,
  waits     TEXT NOT NULL,
  PRIMARY KEY (branch, device, day, slot)
) STRICT;
CREATE TABLE tickets (
  branch    TEXT NOT NULL,
  id        TEXT NOT NULL,
  day       TEXT NOT NULL,
  number    TEXT NOT NULL,
  business  TEXT NOT NULL,
  win       INTEGER NOT NULL,
  taken     INTEGER NOT NULL,
  called    INTEGER NOT NULL,
  finished  INTEGER NOT NULL,
  abandoned INTEGER NOT NULL,
  source    TEXT NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT;
CREATE TABLE transfers (
  road    TEXT NOT NULL,
  name    TEXT NOT NULL,
  side    TEXT NOT NULL CHECK (side IN ('out', 'in')),
  branch  TEXT NOT NULL,
  sha256  TEXT NOT NULL,
  size    INTEGER NOT NULL,
  moved   INTEGER NOT NULL,
  state   TEXT NOT NULL CHECK (state IN ('waiting', 'moving', 'arrived', 'failed', 'gone')),
  tries   INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  code    TEXT NOT NULL,
  error   TEXT NOT NULL,
  PRIMARY KEY (road, name)
) STRICT;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER bulletins_forward BEFORE UPDATE OF state, issued_at, issued_by ON bulletins WHEN NOT (OLD.state = 'draft' AND NEW.state = 'issued' AND NEW.issued_at > 0 OR OLD.state = 'issued' AND NEW.state = 'superseded' AND NEW.issued_at = OLD.issued_at AND NEW.issued_by = OLD.issued_by) BEGIN SELECT RAISE(ABORT, 'a bulletin only moves forward'); END;
CREATE TRIGGER bulletins_frozen BEFORE UPDATE OF id, number, edition, day_from, day_to, subject, before, at, actor, plan, body ON bulletins BEGIN SELECT RAISE(ABORT, 'a frozen bulletin does not change'); END;
CREATE TRIGGER bulletins_kept BEFORE DELETE ON bulletins WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'an issued bulletin is kept'); END;
CREATE TRIGGER finding_events_no_delete BEFORE DELETE ON finding_events BEGIN SELECT RAISE(ABORT, 'finding events are append-only'); END;
CREATE TRIGGER finding_events_no_update BEFORE UPDATE OF id, finding, clock, device, at, verb, body ON finding_events BEGIN SELECT RAISE(ABORT, 'finding events are append-only'); END;
CREATE TRIGGER review_events_no_delete BEFORE DELETE ON review_events BEGIN SELECT RAISE(ABORT, 'review events are append-only'); END;
CREATE TRIGGER review_events_no_update BEFORE UPDATE OF id, inspection, branch, clock, device, at, verb, body ON review_events BEGIN SELECT RAISE(ABORT, 'review events are append-only'); END;
user_version 16
application_id 1212369713
