-- Where tenants want to be told, what there is to tell, and how telling went.

CREATE TABLE webhook (
  tenant text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  webhook text NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL CHECK (cardinality(events) > 0),
  -- In the clear: every delivery is signed with it.
  secret text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Since when its receiver says that it is gone.
  disabled_at timestamptz,
  PRIMARY KEY (tenant, webhook)
);
CALL protect('webhook');
GRANT SELECT, INSERT, DELETE ON webhook TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook TO ${operator};

-- Something that happened; its name makes a second telling of the same thing the same event.
CREATE TABLE webhook_event (
  tenant text NOT NULL,
  event text NOT NULL,
  type text NOT NULL,
  subject text,
  happened_at timestamptz NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (tenant, event)
);
CALL protect('webhook_event');
GRANT SELECT, INSERT ON webhook_event TO ${app};
GRANT SELECT, INSERT, DELETE ON webhook_event TO ${operator};

CREATE TABLE webhook_delivery (
  tenant text NOT NULL,
  webhook text NOT NULL,
  event text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- When it is tried next, or tried again if its node dies; null when it is over.
  next_at timestamptz,
  delivered_at timestamptz,
  outcome text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant, webhook, event),
  FOREIGN KEY (tenant, webhook) REFERENCES webhook ON DELETE CASCADE,
  FOREIGN KEY (tenant, event) REFERENCES webhook_event ON DELETE CASCADE
);
CALL protect('webhook_delivery');
GRANT SELECT, INSERT, DELETE ON webhook_delivery TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_delivery TO ${operator};
CREATE INDEX webhook_delivery_due ON webhook_delivery (next_at) WHERE next_at IS NOT NULL;

-- Notes an event for the webhooks that want its type, once however often it is noted. False if nobody
-- wants it or it was noted before.
CREATE FUNCTION emit_event(
  of_tenant text, of_event text, of_type text, of_subject text, at timestamptz, of_data jsonb)
RETURNS boolean LANGUAGE plpgsql SET search_path = atrium, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM webhook
    WHERE tenant = of_tenant AND of_type = ANY (events) AND disabled_at IS NULL) THEN
    RETURN false;
  END IF;
  INSERT INTO webhook_event (tenant, event, type, subject, happened_at, data)
  VALUES (of_tenant, of_event, of_type, of_subject, at, of_data) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO webhook_delivery (tenant, webhook, event, next_at)
  SELECT of_tenant, webhook, of_event, at FROM webhook
  WHERE tenant = of_tenant AND of_type = ANY (events) AND disabled_at IS NULL;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION emit_event(text, text, text, text, timestamptz, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION emit_event(text, text, text, text, timestamptz, jsonb)
  TO ${operator};

-- Notes what tenants used in the hours that are over, five minutes after their end.
CREATE FUNCTION emit_usage(at timestamptz) RETURNS bigint
  LANGUAGE sql SET search_path = atrium, pg_temp
AS $$
  SELECT count(*) FILTER (WHERE emit_event(h.tenant,
    'usage-' || h.tenant || '-' || to_char(h.begins AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24'),
    'dev.atrium.usage.hour', NULL, at,
    jsonb_build_object('hour', to_char(h.begins AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      'usage', h.used)))
  FROM (
    SELECT u.tenant, u.begins, jsonb_agg(jsonb_build_object(
      'key', key_id, 'user', end_user, 'scenario', scenario, 'plugin', plugin, 'model', model,
      'adapter', adapter, 'calls', calls, 'completed', completed, 'failed', failed,
      'aborted', aborted, 'promptTokens', prompt_tokens, 'cachedTokens', cached_tokens,
      'generatedTokens', generated_tokens, 'deliveredTokens', delivered_tokens,
      'cost', cost::text, 'currency', currency)) AS used
    FROM usage_hour u
    WHERE u.begins >= date_trunc('hour', at - interval '24 hours', 'UTC')
      AND u.begins + interval '65 minutes' <= at
      AND EXISTS (SELECT FROM webhook w WHERE w.tenant = u.tenant AND w.disabled_at IS NULL
        AND 'dev.atrium.usage.hour' = ANY (w.events)
        AND w.created_at < u.begins + interval '1 hour')
      AND NOT EXISTS (SELECT FROM webhook_event e WHERE e.tenant = u.tenant AND e.event =
        'usage-' || u.tenant || '-' || to_char(u.begins AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24'))
    GROUP BY u.tenant, u.begins) AS h
$$;
REVOKE ALL ON FUNCTION emit_usage(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION emit_usage(timestamptz) TO ${operator};
