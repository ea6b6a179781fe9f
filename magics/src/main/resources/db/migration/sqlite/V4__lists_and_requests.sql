-- What lists, searches and requests need.

-- The tags are a JSON array of texts, or null where there are none; took is in microseconds, -1 while a run goes on and
-- for those that never began.
ALTER TABLE flow_run ADD COLUMN tags TEXT;
ALTER TABLE flow_run ADD COLUMN took INTEGER NOT NULL DEFAULT -1;
UPDATE flow_run
SET took = coalesce(ended_at - (SELECT min(json_extract(value, '$.at')) FROM json_each(history)
                                WHERE json_extract(value, '$.type') = 'RUNNING'), -1);

-- Lists are filtered and runs are counted in the index, without a look at the rows.
DROP INDEX flow_run_by_time;
CREATE INDEX flow_run_by_time ON flow_run (created_at, id, state_type, state_name, parent);
CREATE INDEX flow_run_by_length ON flow_run (took, id, state_type, state_name, parent);
DROP INDEX flow_run_by_flow;
CREATE INDEX flow_run_by_flow ON flow_run (flow, created_at, took);

-- Which results in files are still referred to.
CREATE INDEX task_run_by_file ON task_run (result_sha256, flow_run, id)
  WHERE result IS NULL AND result_sha256 IS NOT NULL;

-- Few lines are grave, and few are of task runs outside flows.
CREATE INDEX log_grave ON log (key) WHERE level IN ('WARN', 'ERROR');
CREATE INDEX log_outside_flows ON log (task_run) WHERE flow_run IS NULL;
CREATE INDEX artifact_outside_flows ON artifact (task_run) WHERE flow_run IS NULL;

-- Lines of one process that follow each other, and a Bloom filter of the three-character parts of their messages. The
-- range may hold lines of others too. Lines below the first range are in none.
CREATE TABLE log_block (
  key        INTEGER PRIMARY KEY,
  first_line INTEGER NOT NULL,
  last_line  INTEGER NOT NULL,
  filter     BLOB    NOT NULL
);
CREATE INDEX log_block_by_line ON log_block (last_line);

-- What processes that live can run: a JSON array of flows.
CREATE TABLE offer (
  process  INTEGER PRIMARY KEY,
  notebook TEXT    NOT NULL,
  flows    TEXT    NOT NULL
);

-- What somebody wants of a process, and what has come of it. The subject is a flow, or the flow run to be resumed.
CREATE TABLE run_request (
  key          INTEGER PRIMARY KEY,
  id           TEXT    NOT NULL UNIQUE,
  process      INTEGER NOT NULL,
  kind         TEXT    NOT NULL,
  subject      TEXT    NOT NULL,
  parameters   TEXT    NOT NULL,
  requested_at INTEGER NOT NULL,
  taken        INTEGER NOT NULL DEFAULT 0,
  accepted     TEXT,
  refused      TEXT
);
CREATE INDEX run_request_open ON run_request (process) WHERE taken = 0;
