-- Each run is one row, with all its states; what refers to a run names its id. There is no V1 here: the numbers are SQLite's.
--
-- Times are microseconds since 1970-01-01T00:00Z. A history is a JSON array of states, oldest first:
--   [{"type":"PENDING","at":…},{"type":"RUNNING","at":…,"attempt":1},…]
-- where what is missing is the type's own name, an empty text, no time, or attempt 0.
-- In any text, U+001A and four hexadecimal digits stand for a character that databases refuse.
-- Ids are compared byte by byte, as everywhere else in Flowcell. No foreign keys: each would cost an insert a look-up
-- and a lock on a row that all share.

CREATE TABLE source (
  key    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sha256 bytea NOT NULL UNIQUE,
  text   text NOT NULL
);

-- Those who write, and how far their journals are folded into this database.
CREATE TABLE process (
  key            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             text   NOT NULL,
  host           text   NOT NULL,
  boot           text   NOT NULL,
  pid            bigint,
  journal        text   NOT NULL,
  started_at     bigint NOT NULL,
  seen_at        bigint NOT NULL,
  ended_at       bigint,
  folded_segment integer NOT NULL,
  folded_offset  bigint NOT NULL
);
-- One that was taken for dead and comes back has a second row.
CREATE UNIQUE INDEX process_alive ON process (id) WHERE ended_at IS NULL;

CREATE TABLE flow_run (
  key              bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id               text    COLLATE "C" NOT NULL UNIQUE,
  flow             text    NOT NULL,
  parent           text    COLLATE "C",
  process          bigint  NOT NULL,
  notebook         text    NOT NULL,
  cell             integer NOT NULL,
  source           bigint  NOT NULL,
  created_at       bigint  NOT NULL,
  parameters       text    NOT NULL,
  resumes          text    COLLATE "C",
  arguments_sha256 text,
  arguments_size   bigint,
  arguments        bytea,
  state_type       text    NOT NULL,
  state_name       text    NOT NULL,
  state_at         bigint  NOT NULL,
  ended_at         bigint,
  history          text    NOT NULL
);
CREATE INDEX flow_run_by_time ON flow_run (created_at);
CREATE INDEX flow_run_by_flow ON flow_run (flow, created_at);
CREATE INDEX flow_run_by_state ON flow_run (state_type, created_at);
CREATE INDEX flow_run_by_parent ON flow_run (parent) WHERE parent IS NOT NULL;
CREATE INDEX flow_run_unfinished ON flow_run (process) WHERE ended_at IS NULL;

CREATE TABLE task_run (
  key           bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id            text    COLLATE "C" NOT NULL UNIQUE,
  task          text    NOT NULL,
  flow_run      text    COLLATE "C",
  process       bigint  NOT NULL,
  number        integer NOT NULL,
  cell          integer NOT NULL,
  source        bigint  NOT NULL,
  created_at    bigint  NOT NULL,
  call          text,
  occurrence    integer,
  depends_on    text,
  result_sha256 text,
  result_size   bigint,
  result        bytea,
  ended_at      bigint,
  history       text    NOT NULL
);
CREATE INDEX task_run_by_flow_run ON task_run (flow_run);
CREATE INDEX task_run_unfinished ON task_run (process) WHERE ended_at IS NULL;

CREATE TABLE log (
  key      bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at       bigint  NOT NULL,
  level    text    NOT NULL,
  logger   text    NOT NULL,
  message  text    NOT NULL,
  flow_run text    COLLATE "C",
  task_run text    COLLATE "C",
  attempt  integer NOT NULL
);
CREATE INDEX log_by_time ON log (at);
CREATE INDEX log_by_flow_run ON log (flow_run) WHERE flow_run IS NOT NULL;

-- Flow runs that somebody wants cancelled; their processes look here.
CREATE TABLE cancel_request (
  flow_run     text   COLLATE "C" NOT NULL PRIMARY KEY,
  requested_at bigint NOT NULL
);
