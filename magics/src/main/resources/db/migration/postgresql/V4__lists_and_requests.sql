-- What lists, searches and requests need.

-- The tags are a JSON array of texts, or null where there are none; took is in microseconds, -1 while a run goes on and
-- for those that never began.
ALTER TABLE flow_run ADD COLUMN tags text;
ALTER TABLE flow_run ADD COLUMN took bigint NOT NULL DEFAULT -1;
UPDATE flow_run
SET took = coalesce(ended_at - (SELECT min(CAST(state ->> 'at' AS bigint)) FROM json_array_elements(CAST(history AS json)) state
                                WHERE state ->> 'type' = 'RUNNING'), -1);

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

DROP INDEX log_by_time;
CREATE INDEX log_by_time ON log (at, key);
DROP INDEX log_by_flow_run;
CREATE INDEX log_by_flow_run ON log (flow_run, key) WHERE flow_run IS NOT NULL;

-- Lines of one process that follow each other, and a Bloom filter of the three-character parts of their messages. The
-- range may hold lines of others too. Lines below the first range are in none.
CREATE TABLE log_block (
  key        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  first_line bigint NOT NULL,
  last_line  bigint NOT NULL,
  filter     bytea  NOT NULL
);
CREATE INDEX log_block_by_line ON log_block (last_line);

-- What processes that live can run: a JSON array of flows.
CREATE TABLE offer (
  process  bigint PRIMARY KEY,
  notebook text   NOT NULL,
  flows    text   NOT NULL
);

-- What somebody wants of a process, and what has come of it. The subject is a flow, or the flow run to be resumed.
CREATE TABLE run_request (
  key          bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id           text    NOT NULL UNIQUE,
  process      bigint  NOT NULL,
  kind         text    NOT NULL,
  subject      text    NOT NULL,
  parameters   text    NOT NULL,
  requested_at bigint  NOT NULL,
  taken        integer NOT NULL DEFAULT 0,
  accepted     text,
  refused      text
);
CREATE INDEX run_request_open ON run_request (process) WHERE taken = 0;
