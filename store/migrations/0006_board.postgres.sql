-- What a hall has to report, whom to call, pictures that cannot be opened here, and what became of files that were refused.
CREATE TABLE requirements (
  checklist TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  body      TEXT COLLATE "C" NOT NULL
);
CREATE TABLE contacts (
  branch TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name   TEXT COLLATE "C" NOT NULL,
  phone  TEXT COLLATE "C" NOT NULL
);
CREATE TABLE photo_faults (
  hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  code TEXT COLLATE "C" NOT NULL,
  at   BIGINT NOT NULL
);
CREATE TABLE quarantine (
  sha256   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name     TEXT COLLATE "C" NOT NULL,
  file     TEXT COLLATE "C" NOT NULL,
  branch   TEXT COLLATE "C" NOT NULL,
  device   TEXT COLLATE "C" NOT NULL,
  seq      BIGINT NOT NULL,
  code     TEXT COLLATE "C" NOT NULL,
  error    TEXT COLLATE "C" NOT NULL,
  at       BIGINT NOT NULL,
  decision TEXT COLLATE "C" NOT NULL CHECK (decision IN ('', 'accepted', 'returned', 'discarded')),
  actor    TEXT COLLATE "C" NOT NULL,
  reason   TEXT COLLATE "C" NOT NULL,
  decided  BIGINT NOT NULL
);
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
