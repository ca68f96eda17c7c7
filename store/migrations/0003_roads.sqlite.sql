-- Roads are places files travel over; a transfer is one file on its way over one road. Secrets are never kept here.
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
CREATE INDEX transfers_sha256 ON transfers (sha256);
CREATE INDEX transfers_state ON transfers (state, at);
