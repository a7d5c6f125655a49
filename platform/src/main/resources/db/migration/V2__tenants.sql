-- Tenants as data. The database is the truth; packs on disk are how tenants arrive.

CREATE TABLE tenant (
  tenant text PRIMARY KEY,
  definition jsonb NOT NULL,
  intents jsonb NOT NULL,
  synonyms jsonb NOT NULL,
  fingerprint text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CALL protect('tenant');
GRANT SELECT ON tenant TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant TO ${operator};

CREATE TABLE tenant_document (
  tenant text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('prompt', 'knowledge')),
  name text NOT NULL,
  content text NOT NULL,
  PRIMARY KEY (tenant, kind, name)
);
CALL protect('tenant_document');
GRANT SELECT ON tenant_document TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_document TO ${operator};

-- Keys are found by their hash before it is known whose they are, so the tenants' role sees none.
-- A key without a tenant is the operator's.
CREATE TABLE api_key (
  key_id text PRIMARY KEY,
  tenant text REFERENCES tenant ON DELETE CASCADE,
  key_hash bytea NOT NULL UNIQUE CHECK (length(key_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CALL protect('api_key');
GRANT SELECT, INSERT, UPDATE, DELETE ON api_key TO ${operator};
CREATE INDEX api_key_tenant ON api_key (tenant);
