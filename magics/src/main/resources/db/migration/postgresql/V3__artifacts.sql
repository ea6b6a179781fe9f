-- What runs have to show. The content is a JSON object of texts by MIME type.

CREATE TABLE artifact (
  key      bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id       text    COLLATE "C" NOT NULL UNIQUE,
  flow_run text    COLLATE "C",
  task_run text    COLLATE "C",
  attempt  integer NOT NULL,
  kind     text    NOT NULL,
  name     text    NOT NULL,
  at       bigint  NOT NULL,
  content  text    NOT NULL
);
CREATE INDEX artifact_by_flow_run ON artifact (flow_run) WHERE flow_run IS NOT NULL;
