-- Roads are places files travel over; a transfer is one file on its way over one road. Secrets are never kept here.
CREATE TABLE roads (
  id        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name      TEXT COLLATE "C" NOT NULL,
  address   TEXT COLLATE "C" NOT NULL,
  active    BIGINT NOT NULL,
  keep_days BIGINT NOT NULL,
  pinned    TEXT COLLATE "C" NOT NULL,
  tried     BIGINT NOT NULL,
  reached   BIGINT NOT NULL,
  fails     BIGINT NOT NULL,
  next_try  BIGINT NOT NULL,
  code      TEXT COLLATE "C" NOT NULL,
  error     TEXT COLLATE "C" NOT NULL
);
CREATE TABLE transfers (
  road    TEXT COLLATE "C" NOT NULL,
  name    TEXT COLLATE "C" NOT NULL,
  side    TEXT COLLATE "C" NOT NULL CHECK (side IN ('out', 'in')),
  branch  TEXT COLLATE "C" NOT NULL,
  sha256  TEXT COLLATE "C" NOT NULL,
  size    BIGINT NOT NULL,
  moved   BIGINT NOT NULL,
  state   TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'moving', 'arrived', 'failed', 'gone')),
  tries   BIGINT NOT NULL,
  at      BIGINT NOT NULL,
  code    TEXT COLLATE "C" NOT NULL,
  error   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (road, name)
);
CREATE INDEX transfers_sha256 ON transfers (sha256);
CREATE INDEX transfers_state ON transfers (state, at);
