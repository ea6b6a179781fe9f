-- Flows that are to run at certain times. When one is due next stands in its row: who moves it on has taken that time.
-- A timing is one of
--   every PT15M 2026-11-23T08:00:00Z | cron Europe/Zurich 0 6 * * MON-FRI | at 2026-11-23T08:00:00Z

CREATE TABLE schedule (
  name           text COLLATE "C" NOT NULL PRIMARY KEY,
  flow           text NOT NULL,
  notebook       text NOT NULL,
  timing         text NOT NULL,
  parameters     text NOT NULL,
  catch_up       text NOT NULL,
  overlap        text NOT NULL,
  reruns_crashed bigint NOT NULL,
  paused         bigint NOT NULL,
  next_at        bigint
);

-- The times that were taken and whose runs have not ended, or not well.
CREATE TABLE schedule_claim (
  flow_run   text COLLATE "C" NOT NULL PRIMARY KEY,
  schedule   text NOT NULL,
  due_at     bigint NOT NULL,
  claimed_at bigint NOT NULL,
  reruns     bigint NOT NULL,
  UNIQUE (schedule, due_at)
);
