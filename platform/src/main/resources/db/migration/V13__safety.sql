-- What each tenant's content filter looks for, and what it found. A tenant without a lexicon has no
-- filter.

CREATE TABLE safety_lexicon (
  tenant text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  name text NOT NULL,
  content text NOT NULL,
  -- Where it applies, and the actions that replace those of its entries, by category.
  stages text[] NOT NULL CHECK (stages <@ ARRAY['input', 'output'] AND cardinality(stages) > 0),
  actions jsonb NOT NULL,
  entries integer NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, name)
);
CALL protect('safety_lexicon');
GRANT SELECT, INSERT, UPDATE, DELETE ON safety_lexicon TO ${app}, ${operator};

-- No text: only what kind of entry was met, in which call and what was done.
CREATE TABLE safety_event (
  tenant text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  event bigint GENERATED ALWAYS AS IDENTITY,
  call_id text NOT NULL,
  stage text NOT NULL CHECK (stage IN ('input', 'output')),
  category text NOT NULL,
  action text NOT NULL CHECK (action IN ('block', 'mask', 'flag')),
  matches integer NOT NULL,
  happened_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, event)
);
CALL protect('safety_event');
GRANT SELECT, INSERT ON safety_event TO ${app};
GRANT SELECT, INSERT, DELETE ON safety_event TO ${operator};
CREATE INDEX safety_event_time ON safety_event (tenant, happened_at);
