-- id is the SHA-256 of body, the frozen data set; nothing in a bulletin's papers comes from anywhere else.
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
CREATE INDEX bulletins_period ON bulletins (day_from, day_to, at);
-- What the clerk prepares, one for each subject and period.
CREATE TABLE bulletin_plans (
  subject TEXT NOT NULL PRIMARY KEY,
  at      INTEGER NOT NULL,
  body    TEXT NOT NULL
) STRICT;
-- At a branch what headquarters published, at headquarters to whom it went.
CREATE TABLE published (
  id      TEXT NOT NULL,
  branch  TEXT NOT NULL,
  period  TEXT NOT NULL,
  at      INTEGER NOT NULL,
  sent    INTEGER NOT NULL,
  body    TEXT NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT;
CREATE INDEX published_unsent ON published (branch, id) WHERE sent = 0;
CREATE TRIGGER bulletins_frozen BEFORE UPDATE OF id, number, edition, day_from, day_to, subject, before, at, actor, plan, body ON bulletins BEGIN SELECT RAISE(ABORT, 'a frozen bulletin does not change'); END;
CREATE TRIGGER bulletins_forward BEFORE UPDATE OF state, issued_at, issued_by ON bulletins WHEN NOT (OLD.state = 'draft' AND NEW.state = 'issued' AND NEW.issued_at > 0 OR OLD.state = 'issued' AND NEW.state = 'superseded' AND NEW.issued_at = OLD.issued_at AND NEW.issued_by = OLD.issued_by) BEGIN SELECT RAISE(ABORT, 'a bulletin only moves forward'); END;
CREATE TRIGGER bulletins_kept BEFORE DELETE ON bulletins WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'an issued bulletin is kept'); END;
