-- Tables that tenants bring along. They lie in a schema of their own per tenant, made when the first
-- comes in, which a login role of their own may read and nobody else.
CREATE TABLE own_data (
  tenant text PRIMARY KEY,
  place text NOT NULL,
  reader text NOT NULL,
  -- The semantic layer, YAML.
  layer text NOT NULL
);
CALL protect('own_data');
GRANT SELECT, DELETE ON own_data TO ${operator};

-- The tables are made and filled by the owner, who keeps this list too.
DO $$
BEGIN
  EXECUTE format(
    'CREATE POLICY owner ON own_data TO %I USING (true) WITH CHECK (true)', current_user);
END $$;

-- With its row a tenant's schema goes, and the role that read it.
CREATE FUNCTION drop_own_data() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', OLD.place);
  EXECUTE format('DROP ROLE IF EXISTS %I', OLD.reader);
  RETURN OLD;
END $$;
REVOKE ALL ON FUNCTION drop_own_data() FROM PUBLIC;
CREATE TRIGGER dropped BEFORE DELETE ON own_data
  FOR EACH ROW EXECUTE FUNCTION drop_own_data();
