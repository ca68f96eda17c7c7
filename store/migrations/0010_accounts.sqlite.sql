-- hash is an argon2id string; wrong counts tries since the last right one.
CREATE TABLE accounts (
  person    TEXT NOT NULL PRIMARY KEY,
  hash      TEXT NOT NULL,
  set_at    INTEGER NOT NULL,
  temporary INTEGER NOT NULL,
  wrong     INTEGER NOT NULL,
  wrong_at  INTEGER NOT NULL
) STRICT;
