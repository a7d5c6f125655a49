-- What tenants recommend, and what their users did with it.

-- Counts each tenant's imports, so that whoever learnt from its rows knows when they are others.
CREATE TABLE catalogue_state (
  tenant text PRIMARY KEY,
  version bigint NOT NULL
);
CALL protect('catalogue_state');
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue_state TO ${app}, ${operator};

CREATE TABLE catalogue_item (
  tenant text NOT NULL,
  item text NOT NULL,
  title text NOT NULL,
  -- Widest first, separated by '|'.
  categories text NOT NULL,
  description text NOT NULL,
  price double precision NOT NULL CHECK (price >= 0),
  stock integer NOT NULL CHECK (stock >= 0),
  margin double precision NOT NULL,
  PRIMARY KEY (tenant, item)
);
CALL protect('catalogue_item');
GRANT SELECT, INSERT, UPDATE, DELETE ON catalogue_item TO ${app}, ${operator};

-- The key makes a repeated delivery of an event harmless. Items need not be known: an event may
-- come before its item does.
CREATE TABLE item_event (
  tenant text NOT NULL,
  end_user text NOT NULL,
  item text NOT NULL,
  kind text NOT NULL,
  happened_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, end_user, item, kind, happened_at)
);
CALL protect('item_event');
GRANT SELECT, INSERT, UPDATE, DELETE ON item_event TO ${app}, ${operator};
CREATE INDEX item_event_time ON item_event (tenant, happened_at);
