-- Whose tokens a tenant trusts. An issuer and audience stand for one tenant alone, so that a token
-- cannot be meant for two.

CREATE TABLE identity_provider (
  tenant text PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
  issuer text NOT NULL,
  audience text NOT NULL,
  -- The keys themselves, or where they are; with neither, OpenID Connect discovery tells.
  jwks jsonb,
  jwks_uri text,
  role_claim text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (issuer, audience),
  CHECK (jwks IS NULL OR jwks_uri IS NULL)
);
CALL protect('identity_provider');
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_provider TO ${app}, ${operator};
