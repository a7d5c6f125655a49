-- Conversations of a tenant's end users, and what came of them.

CREATE TABLE conversation (
  tenant text NOT NULL,
  conversation text NOT NULL,
  scenario text NOT NULL,
  end_user text,
  state jsonb NOT NULL DEFAULT '{}',
  messages integer NOT NULL DEFAULT 0,
  -- The turn that is being answered; its lease ends by itself if its node dies.
  turn text,
  turn_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, conversation)
);
CALL protect('conversation');
GRANT SELECT, INSERT, UPDATE, DELETE ON conversation TO ${app}, ${operator};

CREATE TABLE conversation_message (
  tenant text NOT NULL,
  conversation text NOT NULL,
  position integer NOT NULL,
  role text NOT NULL CHECK (role IN ('USER', 'ASSISTANT')),
  content text NOT NULL,
  said_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, conversation, position),
  FOREIGN KEY (tenant, conversation) REFERENCES conversation ON DELETE CASCADE
);
CALL protect('conversation_message');
GRANT SELECT, INSERT, UPDATE, DELETE ON conversation_message TO ${app}, ${operator};

CREATE TABLE outcome (
  tenant text NOT NULL,
  outcome bigint GENERATED ALWAYS AS IDENTITY,
  call_id text NOT NULL,
  conversation text NOT NULL,
  scenario text NOT NULL,
  kind text NOT NULL,
  happened_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, outcome)
);
CALL protect('outcome');
GRANT SELECT, INSERT ON outcome TO ${app}, ${operator};
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON outcome
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE INDEX outcome_time ON outcome (tenant, happened_at);
