-- body is the frozen data set; nothing in a bulletin's papers comes from anywhere else.
CREATE TABLE bulletins (
  id      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  number  TEXT COLLATE "C" NOT NULL,
  period  TEXT COLLATE "C" NOT NULL,
  state   TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'issued', 'superseded')),
  before  TEXT COLLATE "C" NOT NULL,
  sha256  TEXT COLLATE "C" NOT NULL,
  at      BIGINT NOT NULL,
  actor   TEXT COLLATE "C" NOT NULL,
  body    TEXT COLLATE "C" NOT NULL
);
CREATE INDEX bulletins_period ON bulletins (period, at);
-- At a branch what headquarters published, at headquarters to whom it went.
CREATE TABLE published (
  id     TEXT COLLATE "C" NOT NULL,
  branch TEXT COLLATE "C" NOT NULL,
  period TEXT COLLATE "C" NOT NULL,
  at     BIGINT NOT NULL,
  sent   BIGINT NOT NULL,
  body   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (id, branch)
);
