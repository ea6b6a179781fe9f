-- Runs are counted by their states in the order of an index, without sorting them.
CREATE INDEX flow_run_by_state_name ON flow_run (state_type, state_name, parent);
