-- The ground that every tenant table stands on.
--
-- Two roles work here. ${app} does a tenant's work: row-level security shows it the rows of the
-- tenant that its transaction is bound to. ${operator} works across tenants. Neither owns anything.

GRANT USAGE ON SCHEMA atrium TO ${app}, ${operator};

-- One secret, known to the owner and to the node that signs scopes with it.
CREATE TABLE scope_secret (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  secret bytea NOT NULL
);
INSERT INTO scope_secret (secret)
VALUES (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- The tenant that the transaction is bound to, or null if it is bound to none or the binding is not
-- signed. The setting reads 'tenant:hex(sha256(secret, sha256(secret, tenant)))'.
CREATE FUNCTION scoped_tenant() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT scope.tenant
  FROM atrium.scope_secret
  CROSS JOIN LATERAL (
    SELECT split_part(current_setting('atrium.tenant', true), ':', 1) AS tenant,
           split_part(current_setting('atrium.tenant', true), ':', 2) AS signature) AS scope
  WHERE scope.signature = encode(
    sha256(secret || sha256(secret || convert_to(scope.tenant, 'UTF8'))), 'hex')
$$;
REVOKE ALL ON FUNCTION scoped_tenant() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION scoped_tenant() TO ${app}, ${operator};

-- Puts a table with a column "tenant" under row-level security. Every such table is protected; a
-- test enumerates them.
CREATE PROCEDURE protect(target regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format(
    'CREATE POLICY own_tenant ON %s TO ${app} USING (tenant = (SELECT atrium.scoped_tenant()))'
    ' WITH CHECK (tenant = (SELECT atrium.scoped_tenant()))', target);
  EXECUTE format(
    'CREATE POLICY every_tenant ON %s TO ${operator} USING (true) WITH CHECK (true)', target);
END $$;
REVOKE ALL ON PROCEDURE protect(regclass) FROM PUBLIC;

-- Refuses changes to what is written once.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
REVOKE ALL ON FUNCTION refuse_change() FROM PUBLIC;
