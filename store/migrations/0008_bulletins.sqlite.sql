-- body is the frozen data set; nothing in a bulletin's papers comes from anywhere else.
CREATE TABLE bulletins (
  id      TEXT NOT NULL PRIMARY KEY,
  number  TEXT NOT NULL,
  period  TEXT NOT NULL,
  state   TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'superseded')),
  before  TEXT NOT NULL,
  sha256  TEXT NOT NULL,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  body    TEXT NOT NULL
) STRICT;
CREATE INDEX bulletins_period ON bulletins (period, at);
-- At a branch what headquarters published, at headquarters to whom it went.
CREATE TABLE published (
  id     TEXT NOT NULL,
  branch TEXT NOT NULL,
  period TEXT NOT NULL,
  at     INTEGER NOT NULL,
  sent   INTEGER NOT NULL,
  body   TEXT NOT NULL,
  PRIMARY KEY (id, branch)
) STRICT;
