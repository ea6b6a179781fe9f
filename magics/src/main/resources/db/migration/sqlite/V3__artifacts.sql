-- What runs have to show. The content is a JSON object of texts by MIME type.

CREATE TABLE artifact (
  key      INTEGER PRIMARY KEY,
  id       TEXT    NOT NULL UNIQUE,
  flow_run TEXT,
  task_run TEXT,
  attempt  INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  content  TEXT    NOT NULL
);
CREATE INDEX artifact_by_flow_run ON artifact (flow_run) WHERE flow_run IS NOT NULL;
