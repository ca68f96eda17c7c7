-- id is the SHA-256 of body, the frozen data set; nothing in a bulletin's papers comes from anywhere else.
CREATE TABLE bulletins (
  id        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  number    TEXT COLLATE "C" NOT NULL,
  edition   BIGINT NOT NULL,
  day_from  TEXT COLLATE "C" NOT NULL,
  day_to    TEXT COLLATE "C" NOT NULL,
  subject   TEXT COLLATE "C" NOT NULL,
  before    TEXT COLLATE "C" NOT NULL,
  state     TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'issued', 'superseded')),
  at        BIGINT NOT NULL,
  actor     TEXT COLLATE "C" NOT NULL,
  issued_at BIGINT NOT NULL,
  issued_by TEXT COLLATE "C" NOT NULL,
  plan      TEXT COLLATE "C" NOT NULL,
  body      TEXT COLLATE "C" NOT NULL
);
CREATE INDEX bulletins_period ON bulletins (day_from, day_to, at);
-- What the clerk prepares, one for each subject and period.
CREATE TABLE bulletin_plans (
  subject TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  at      BIGINT NOT NULL,
  body    TEXT COLLATE "C" NOT NULL
);
-- At a branch what headquarters published, at headquarters to whom it went.
CREATE TABLE published (
  id      TEXT COLLATE "C" NOT NULL,
  branch  TEXT COLLATE "C" NOT NULL,
  period  TEXT COLLATE "C" NOT NULL,
  at      BIGINT NOT NULL,
  sent    BIGINT NOT NULL,
  body    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (branch, id)
);
CREATE INDEX published_unsent ON published (branch, id) WHERE sent = 0;
CREATE FUNCTION bulletins_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a frozen bulletin does not change'; END $$;
CREATE TRIGGER bulletins_frozen BEFORE UPDATE OF id, number, edition, day_from, day_to, subject, before, at, actor, plan, body ON bulletins FOR EACH ROW EXECUTE FUNCTION bulletins_refuse();
CREATE TRIGGER bulletins_forward BEFORE UPDATE OF state, issued_at, issued_by ON bulletins FOR EACH ROW WHEN (NOT (OLD.state = 'draft' AND NEW.state = 'issued' AND NEW.issued_at > 0 OR OLD.state = 'issued' AND NEW.state = 'superseded' AND NEW.issued_at = OLD.issued_at AND NEW.issued_by = OLD.issued_by)) EXECUTE FUNCTION bulletins_refuse();
CREATE TRIGGER bulletins_kept BEFORE DELETE ON bulletins FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION bulletins_refuse();
