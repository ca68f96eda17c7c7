-- What a hall has to report, whom to call, pictures that cannot be opened here, and what became of files that were refused.
CREATE TABLE requirements (
  checklist TEXT NOT NULL PRIMARY KEY,
  body      TEXT NOT NULL
) STRICT;
CREATE TABLE contacts (
  branch TEXT NOT NULL PRIMARY KEY,
  name   TEXT NOT NULL,
  phone  TEXT NOT NULL
) STRICT;
CREATE TABLE photo_faults (
  hash TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  at   INTEGER NOT NULL
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
CREATE INDEX quarantine_open ON quarantine (decision, at);
INSERT INTO quarantine SELECT sha256, name, substr(sha256, 1, 16) || '.bundle', branch, device, seq, code, '', at, '', '', '', 0
  FROM imports WHERE outcome = 'refused';
-- lacking counts required pictures a record came without, unreadable those that cannot be opened here.
ALTER TABLE inspections ADD COLUMN lacking INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspections ADD COLUMN unreadable INTEGER NOT NULL DEFAULT 0;
-- Holds all the board asks of a record, so that a month of every hall is read from it alone.
CREATE INDEX inspections_arrival ON inspections (month, branch, checklist, day, review, lacking, unreadable) WHERE status = 'finished' AND incomplete = '';
CREATE INDEX inspections_excluded ON inspections (month, branch, checklist, day) WHERE status = 'finished' AND incomplete <> '';
CREATE INDEX imports_branch ON imports (branch, at) WHERE outcome = 'imported';
