-- What an API key may do. Keys from before there were scopes may do everything.
ALTER TABLE api_key ADD COLUMN scopes text[] NOT NULL DEFAULT '{admin}'
  CHECK (cardinality(scopes) > 0);

-- The key that takes over from this one.
ALTER TABLE api_key ADD COLUMN successor text;
