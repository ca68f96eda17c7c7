-- hash is an argon2id string; wrong counts tries since the last right one.
CREATE TABLE accounts (
  person    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  hash      TEXT COLLATE "C" NOT NULL,
  set_at    BIGINT NOT NULL,
  temporary BIGINT NOT NULL,
  wrong     BIGINT NOT NULL,
  wrong_at  BIGINT NOT NULL
);
