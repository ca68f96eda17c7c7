-- The public half of the key headquarters signs with: other keys in the data folder of a second computer would go unnoticed.
CREATE TABLE hq_key (
  id       BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  verifier TEXT COLLATE "C" NOT NULL
);
