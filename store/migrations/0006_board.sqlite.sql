-- What a hall has to report, and what became of files that were refused.
CREATE TABLE requirements (
  checklist TEXT NOT NULL PRIMARY KEY,
  body      TEXT NOT NULL
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
  decision TEXT NOT NULL,
  actor    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  decided  INTEGER NOT NULL
) STRICT;
CREATE INDEX quarantine_open ON quarantine (decision, at);
CREATE INDEX inspections_arrival ON inspections (month, checklist, branch, status);
