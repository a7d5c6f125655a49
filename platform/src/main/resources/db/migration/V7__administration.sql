-- The life of tenants and keys, and who did what to whom.

ALTER TABLE tenant ADD COLUMN suspended_at timestamptz;

ALTER TABLE api_key ADD COLUMN name text NOT NULL DEFAULT '';
ALTER TABLE api_key ADD COLUMN expires_at timestamptz;

-- What is written once may go with its tenant, and only then.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_LEVEL = 'ROW' AND TG_TABLE_NAME <> 'audit_log'
    AND to_jsonb(OLD) ->> 'tenant' = current_setting('atrium.erasing', true) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
GRANT DELETE ON ledger, idempotency_claim, outcome TO ${operator};

-- Each row holds the hash of the one before it, so that none can be changed, left out or put in
-- between unnoticed. It outlives the tenant that it is about.
CREATE TABLE audit_log (
  place bigint PRIMARY KEY,
  tenant text,
  happened_at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  detail text NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32)
);
CALL protect('audit_log');
GRANT SELECT ON audit_log TO ${app};
GRANT SELECT, INSERT ON audit_log TO ${operator};
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What a row's hash is made of: the hash before it and its own values, each with its length.
CREATE FUNCTION audit_hash(before bytea, VARIADIC vals text[]) RETURNS bytea
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT sha256(before || convert_to(
    (SELECT string_agg(octet_length(v) || ':' || v, ',' ORDER BY place)
     FROM unnest(vals) WITH ORDINALITY AS u (v, place)), 'UTF8'))
$$;

CREATE FUNCTION append_audit(
  of_tenant text, of_actor text, of_action text, of_target text, of_detail text)
RETURNS bigint LANGUAGE plpgsql SET search_path = atrium, pg_temp
AS $$
DECLARE
  last_place bigint := 0;
  last_hash bytea := decode(repeat('00', 32), 'hex');
  now_at timestamptz := clock_timestamp();
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('atrium.audit'));
  SELECT place, hash INTO last_place, last_hash FROM audit_log ORDER BY place DESC LIMIT 1;
  IF NOT FOUND THEN
    last_place := 0;
    last_hash := decode(repeat('00', 32), 'hex');
  END IF;
  INSERT INTO audit_log (place, tenant, happened_at, actor, action, target, detail, hash)
  VALUES (last_place + 1, of_tenant, now_at, of_actor, of_action, of_target, of_detail,
    audit_hash(last_hash, (last_place + 1)::text, coalesce(of_tenant, ''),
      to_char(now_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      of_actor, of_action, of_target, of_detail));
  RETURN last_place + 1;
END $$;
REVOKE ALL ON FUNCTION append_audit(text, text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_audit(text, text, text, text, text) TO ${operator};
REVOKE ALL ON FUNCTION audit_hash(bytea, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_hash(bytea, text[]) TO ${operator};

-- Deletes every row of a tenant, from every table that has tenants, and says how many there were.
CREATE FUNCTION erase_tenant(of_tenant text, OUT table_name text, OUT erased bigint)
RETURNS SETOF record LANGUAGE plpgsql SET search_path = atrium, pg_temp
AS $$
BEGIN
  PERFORM set_config('atrium.erasing', of_tenant, true);
  FOR table_name IN
    SELECT c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant'
    WHERE n.nspname = 'atrium' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname NOT IN ('audit_log', 'tenant')
    ORDER BY c.relname
  LOOP
    EXECUTE format('DELETE FROM %I WHERE tenant = $1', table_name) USING of_tenant;
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN NEXT;
  END LOOP;
  DELETE FROM tenant WHERE tenant = of_tenant;
  GET DIAGNOSTICS erased = ROW_COUNT;
  table_name := 'tenant';
  RETURN NEXT;
  PERFORM set_config('atrium.erasing', '', true);
END $$;
REVOKE ALL ON FUNCTION erase_tenant(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_tenant(text) TO ${operator};

-- Every table that has tenants, for an export.
CREATE FUNCTION tenant_tables() RETURNS SETOF text
  LANGUAGE sql STABLE SET search_path = atrium, pg_temp
AS $$
  SELECT c.relname::text FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant'
  WHERE n.nspname = 'atrium' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  ORDER BY 1
$$;
REVOKE ALL ON FUNCTION tenant_tables() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant_tables() TO ${operator};
