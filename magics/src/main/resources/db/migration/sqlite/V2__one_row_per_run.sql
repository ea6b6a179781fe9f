-- Each run is one row, with all its states; what refers to a run names its id.
--
-- Times are microseconds since 1970-01-01T00:00Z. A history is a JSON array of states, oldest first:
--   [{"type":"PENDING","at":…},{"type":"RUNNING","at":…,"attempt":1},…]
-- where what is missing is the type's own name, an empty text, no time, or attempt 0.
-- In any text, U+001A and four hexadecimal digits stand for a character that databases refuse.

-- Those who write, and how far their journals are folded into this database.
CREATE TABLE process (
  key            INTEGER PRIMARY KEY,
  id             TEXT    NOT NULL,
  host           TEXT    NOT NULL,
  boot           TEXT    NOT NULL,
  pid            INTEGER,
  journal        TEXT    NOT NULL,
  started_at     INTEGER NOT NULL,
  seen_at        INTEGER NOT NULL,
  ended_at       INTEGER,
  folded_segment INTEGER NOT NULL,
  folded_offset  INTEGER NOT NULL
);
-- One that was taken for dead and comes back has a second row.
CREATE UNIQUE INDEX process_alive ON process (id) WHERE ended_at IS NULL;

-- All that the first schema's processes wrote. Those of their runs that have not ended are taken for dead like others.
INSERT INTO process
SELECT 1, 'before-schema-2', '', '', NULL, '', min(at), max(at), NULL, 0, 0
FROM (SELECT at FROM flow_run_state UNION ALL SELECT at FROM task_run_state) HAVING count(*) > 0;

CREATE TABLE new_flow_run (
  key              INTEGER PRIMARY KEY,
  id               TEXT    NOT NULL UNIQUE,
  flow             TEXT    NOT NULL,
  parent           TEXT,
  process          INTEGER NOT NULL REFERENCES process (key),
  notebook         TEXT    NOT NULL,
  cell             INTEGER NOT NULL,
  source           INTEGER NOT NULL REFERENCES source (key),
  created_at       INTEGER NOT NULL,
  parameters       TEXT    NOT NULL,
  resumes          TEXT,
  arguments_sha256 TEXT,
  arguments_size   INTEGER,
  arguments        BLOB,
  state_type       TEXT    NOT NULL,
  state_name       TEXT    NOT NULL,
  state_at         INTEGER NOT NULL,
  ended_at         INTEGER,
  history          TEXT    NOT NULL
);
INSERT INTO new_flow_run
SELECT r.key, r.id, r.flow, parent.id, 1, r.notebook, r.cell, r.source, r.created_at,
       (SELECT json_group_object(name, value ORDER BY number) FROM flow_run_parameter WHERE run = r.key),
       NULL, NULL, NULL, NULL,
       last.type, last.name, last.at,
       CASE WHEN last.type IN ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED') THEN last.at END,
       (SELECT json_group_array(json_object('type', type, 'name', name, 'message', message, 'at', at,
                                            'attempt', attempt, 'next', next, 'detail', detail)
                                ORDER BY number)
        FROM flow_run_state WHERE run = r.key)
FROM flow_run r
LEFT JOIN flow_run parent ON parent.key = r.parent
JOIN flow_run_state last ON last.run = r.key
 AND last.number = (SELECT max(number) FROM flow_run_state WHERE run = r.key);

CREATE TABLE new_task_run (
  key           INTEGER PRIMARY KEY,
  id            TEXT    NOT NULL UNIQUE,
  task          TEXT    NOT NULL,
  flow_run      TEXT,
  process       INTEGER NOT NULL REFERENCES process (key),
  number        INTEGER NOT NULL,
  cell          INTEGER NOT NULL,
  source        INTEGER NOT NULL REFERENCES source (key),
  created_at    INTEGER NOT NULL,
  call          TEXT,
  occurrence    INTEGER,
  depends_on    TEXT,
  result_sha256 TEXT,
  result_size   INTEGER,
  result        BLOB,
  ended_at      INTEGER,
  history       TEXT    NOT NULL
);
INSERT INTO new_task_run
SELECT t.key, t.id, t.task, r.id, 1, t.number, t.cell, t.source, t.created_at,
       NULL, NULL, NULL, NULL, NULL, NULL,
       CASE WHEN last.type IN ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED') THEN last.at END,
       (SELECT json_group_array(json_object('type', type, 'name', name, 'message', message, 'at', at,
                                            'attempt', attempt, 'next', next, 'detail', detail)
                                ORDER BY number)
        FROM task_run_state WHERE run = t.key)
FROM task_run t
LEFT JOIN flow_run r ON r.key = t.flow_run
JOIN task_run_state last ON last.run = t.key
 AND last.number = (SELECT max(number) FROM task_run_state WHERE run = t.key);

CREATE TABLE new_log (
  key      INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  level    TEXT    NOT NULL,
  logger   TEXT    NOT NULL,
  message  TEXT    NOT NULL,
  flow_run TEXT,
  task_run TEXT,
  attempt  INTEGER NOT NULL
);
INSERT INTO new_log
SELECT l.key, l.at, l.level, l.logger, l.message, r.id, t.id, l.attempt
FROM log l
LEFT JOIN flow_run r ON r.key = l.flow_run
LEFT JOIN task_run t ON t.key = l.task_run;

DROP TABLE log;
DROP TABLE task_run_state;
DROP TABLE task_run;
DROP TABLE flow_run_state;
DROP TABLE flow_run_parameter;
DROP TABLE flow_run;
ALTER TABLE new_flow_run RENAME TO flow_run;
ALTER TABLE new_task_run RENAME TO task_run;
ALTER TABLE new_log RENAME TO log;

CREATE INDEX flow_run_by_time ON flow_run (created_at);
CREATE INDEX flow_run_by_flow ON flow_run (flow, created_at);
CREATE INDEX flow_run_by_state ON flow_run (state_type, created_at);
CREATE INDEX flow_run_by_parent ON flow_run (parent) WHERE parent IS NOT NULL;
CREATE INDEX flow_run_unfinished ON flow_run (process) WHERE ended_at IS NULL;
CREATE INDEX task_run_by_flow_run ON task_run (flow_run);
CREATE INDEX task_run_unfinished ON task_run (process) WHERE ended_at IS NULL;
CREATE INDEX log_by_time ON log (at);
CREATE INDEX log_by_flow_run ON log (flow_run) WHERE flow_run IS NOT NULL;

-- Flow runs that somebody wants cancelled; their processes look here.
CREATE TABLE cancel_request (
  flow_run     TEXT    NOT NULL PRIMARY KEY,
  requested_at INTEGER NOT NULL
);
