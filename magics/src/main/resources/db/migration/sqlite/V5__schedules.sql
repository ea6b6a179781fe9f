-- Flows that are to run at certain times. When one is due next stands in its row: who moves it on has taken that time.
-- A timing is one of
--   every PT15M 2026-11-23T08:00:00Z | cron Europe/Zurich 0 6 * * MON-FRI | at 2026-11-23T08:00:00Z

CREATE TABLE schedule (
  name           TEXT NOT NULL PRIMARY KEY,
  flow           TEXT NOT NULL,
  notebook       TEXT NOT NULL,
  timing         TEXT NOT NULL,
  parameters     TEXT NOT NULL,
  catch_up       TEXT NOT NULL,
  overlap        TEXT NOT NULL,
  reruns_crashed INTEGER NOT NULL,
  paused         INTEGER NOT NULL,
  next_at        INTEGER
);

-- The times that were taken and whose runs have not ended, or not well.
CREATE TABLE schedule_claim (
  flow_run   TEXT NOT NULL PRIMARY KEY,
  schedule   TEXT NOT NULL,
  due_at     INTEGER NOT NULL,
  claimed_at INTEGER NOT NULL,
  reruns     INTEGER NOT NULL,
  UNIQUE (schedule, due_at)
);
