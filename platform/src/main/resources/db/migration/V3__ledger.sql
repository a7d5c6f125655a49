-- The usage ledger: one row per call, never changed. Monthly partitions by arrival.
--
-- A call's arrival is part of the entry, so that an entry delivered twice has the same key twice:
-- (tenant, arrived_at, call_id) is what makes its row unique.

CREATE TABLE ledger (
  tenant text NOT NULL,
  arrived_at timestamptz NOT NULL,
  call_id text NOT NULL,
  key_id text NOT NULL,
  end_user text,
  scenario text,
  plugin text,
  model text,
  adapter text,
  status text NOT NULL CHECK (status IN ('COMPLETED', 'FAILED', 'ABORTED')),
  error_code text,
  prompt_tokens integer NOT NULL CHECK (prompt_tokens >= 0),
  cached_tokens integer NOT NULL CHECK (cached_tokens >= 0),
  generated_tokens integer NOT NULL CHECK (generated_tokens >= 0),
  delivered_tokens integer NOT NULL CHECK (delivered_tokens >= 0),
  ended_at timestamptz NOT NULL,
  first_token_millis bigint NOT NULL,
  engine_millis bigint NOT NULL,
  currency text NOT NULL,
  prompt_price numeric NOT NULL,
  cached_price numeric NOT NULL,
  generated_price numeric NOT NULL,
  cost numeric NOT NULL,
  idempotency_key text,
  duplicate_of text,
  written_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, arrived_at, call_id),
  CHECK (duplicate_of IS NULL OR cost = 0)
) PARTITION BY RANGE (arrived_at);
CALL protect('ledger');
GRANT SELECT ON ledger TO ${app};
GRANT SELECT, INSERT ON ledger TO ${operator};
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Who used an idempotency key first. A later call with it costs nothing.
CREATE TABLE idempotency_claim (
  tenant text NOT NULL,
  idempotency_key text NOT NULL,
  call_id text NOT NULL,
  claimed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, idempotency_key)
);
CALL protect('idempotency_claim');
GRANT SELECT ON idempotency_claim TO ${app};
GRANT SELECT, INSERT ON idempotency_claim TO ${operator};
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON idempotency_claim
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A partition may be reached through the ledger alone: it has no grants and no policy.
CREATE PROCEDURE seal_ledger_partition(partition regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', partition);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', partition);
  EXECUTE format(
    'CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %s'
    ' FOR EACH STATEMENT EXECUTE FUNCTION atrium.refuse_change()', partition);
END $$;
REVOKE ALL ON PROCEDURE seal_ledger_partition(regclass) FROM PUBLIC;

-- Rows whose month has no partition, such as those of a clock that is far off.
CREATE TABLE ledger_other PARTITION OF ledger DEFAULT;
CALL seal_ledger_partition('ledger_other');

-- Makes the partitions of a month and those after it. A month with rows in ledger_other stays there.
CREATE FUNCTION prepare_ledger(first_month date, months integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = atrium, pg_temp
AS $$
DECLARE
  month date;
  name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('atrium.prepare_ledger'));
  FOR step IN 0 .. months - 1 LOOP
    month := date_trunc('month', first_month)::date + make_interval(months => step);
    name := 'ledger_' || to_char(month, 'YYYY_MM');
    IF to_regclass('atrium.' || name) IS NULL THEN
      BEGIN
        EXECUTE format(
          'CREATE TABLE %I PARTITION OF ledger FOR VALUES FROM (%L) TO (%L)', name,
          month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
        CALL seal_ledger_partition(name::regclass);
      EXCEPTION WHEN check_violation THEN
        NULL;
      END;
    END IF;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION prepare_ledger(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prepare_ledger(date, integer) TO ${operator};
SELECT prepare_ledger(current_date, 3);
