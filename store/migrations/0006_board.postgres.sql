-- What a hall has to report, and what became of files that were refused.
CREATE TABLE requirements (
  checklist TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  body      TEXT COLLATE "C" NOT NULL
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
  decision TEXT COLLATE "C" NOT NULL,
  actor    TEXT COLLATE "C" NOT NULL,
  reason   TEXT COLLATE "C" NOT NULL,
  decided  BIGINT NOT NULL
);
CREATE INDEX quarantine_open ON quarantine (decision, at);
CREATE INDEX inspections_arrival ON inspections (month, checklist, branch, status);
