-- Times are microseconds since 1970-01-01T00:00Z. A run's key is ours, its id is the one people see.

CREATE TABLE source (
  key    INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE,
  text   TEXT NOT NULL
);

CREATE TABLE flow_run (
  key        INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE,
  flow       TEXT    NOT NULL,
  parent     INTEGER REFERENCES flow_run (key),
  notebook   TEXT    NOT NULL,
  cell       INTEGER NOT NULL,
  source     INTEGER NOT NULL REFERENCES source (key),
  created_at INTEGER NOT NULL
);
CREATE INDEX flow_run_by_time ON flow_run (created_at);
CREATE INDEX flow_run_by_flow ON flow_run (flow, created_at);
CREATE INDEX flow_run_by_parent ON flow_run (parent) WHERE parent IS NOT NULL;

CREATE TABLE flow_run_parameter (
  run    INTEGER NOT NULL REFERENCES flow_run (key),
  number INTEGER NOT NULL,
  name   TEXT    NOT NULL,
  value  TEXT    NOT NULL,
  PRIMARY KEY (run, number)
) WITHOUT ROWID;

CREATE TABLE flow_run_state (
  run     INTEGER NOT NULL REFERENCES flow_run (key),
  number  INTEGER NOT NULL,
  type    TEXT    NOT NULL,
  name    TEXT    NOT NULL,
  message TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  next    INTEGER,
  detail  TEXT    NOT NULL,
  PRIMARY KEY (run, number)
) WITHOUT ROWID;

CREATE TABLE task_run (
  key        INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE,
  task       TEXT    NOT NULL,
  flow_run   INTEGER REFERENCES flow_run (key),
  number     INTEGER NOT NULL,
  cell       INTEGER NOT NULL,
  source     INTEGER NOT NULL REFERENCES source (key),
  created_at INTEGER NOT NULL
);
CREATE INDEX task_run_by_flow_run ON task_run (flow_run);

CREATE TABLE task_run_state (
  run     INTEGER NOT NULL REFERENCES task_run (key),
  number  INTEGER NOT NULL,
  type    TEXT    NOT NULL,
  name    TEXT    NOT NULL,
  message TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  next    INTEGER,
  detail  TEXT    NOT NULL,
  PRIMARY KEY (run, number)
) WITHOUT ROWID;

CREATE TABLE log (
  key      INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  level    TEXT    NOT NULL,
  logger   TEXT    NOT NULL,
  message  TEXT    NOT NULL,
  flow_run INTEGER REFERENCES flow_run (key),
  task_run INTEGER REFERENCES task_run (key),
  attempt  INTEGER NOT NULL
);
CREATE INDEX log_by_time ON log (at);
CREATE INDEX log_by_flow_run ON log (flow_run);
