-- Usage by hour and by everything a call is told apart by, kept beside the ledger by the ledger itself;
-- corrections of rows; months that are over.

-- A correction is a row of its own, which costs what the call cost too little (or less than nothing), and
-- counts no call and no tokens.
ALTER TABLE ledger ADD COLUMN corrects text;
ALTER TABLE ledger ADD COLUMN reason text;
ALTER TABLE ledger ADD CONSTRAINT correction_counts_nothing CHECK (
  corrects IS NULL OR (prompt_tokens = 0 AND cached_tokens = 0 AND generated_tokens = 0
    AND delivered_tokens = 0 AND duplicate_of IS NULL));

CREATE TABLE usage_hour (
  tenant text NOT NULL,
  begins timestamptz NOT NULL,
  key_id text NOT NULL,
  end_user text NOT NULL,
  scenario text NOT NULL,
  plugin text NOT NULL,
  model text NOT NULL,
  adapter text NOT NULL,
  currency text NOT NULL,
  calls bigint NOT NULL,
  completed bigint NOT NULL,
  failed bigint NOT NULL,
  aborted bigint NOT NULL,
  prompt_tokens bigint NOT NULL,
  cached_tokens bigint NOT NULL,
  generated_tokens bigint NOT NULL,
  delivered_tokens bigint NOT NULL,
  cost numeric NOT NULL,
  corrections bigint NOT NULL,
  PRIMARY KEY (tenant, begins, key_id, end_user, scenario, plugin, model, adapter, currency)
) WITH (fillfactor = 60);
CALL protect('usage_hour');
GRANT SELECT ON usage_hour TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_hour TO ${operator};

-- How ledger rows look as hours; shows whoever asks what he may see.
CREATE FUNCTION ledger_hours() RETURNS SETOF usage_hour
  LANGUAGE sql STABLE SET search_path = atrium, pg_temp
AS $$
  SELECT tenant, date_trunc('hour', arrived_at, 'UTC'), key_id, coalesce(end_user, ''),
    coalesce(scenario, ''), coalesce(plugin, ''), coalesce(model, ''), coalesce(adapter, ''), currency,
    count(*) FILTER (WHERE corrects IS NULL),
    count(*) FILTER (WHERE corrects IS NULL AND status = 'COMPLETED'),
    count(*) FILTER (WHERE corrects IS NULL AND status = 'FAILED'),
    count(*) FILTER (WHERE corrects IS NULL AND status = 'ABORTED'),
    sum(prompt_tokens)::bigint, sum(cached_tokens)::bigint, sum(generated_tokens)::bigint,
    sum(delivered_tokens)::bigint, sum(cost), count(corrects)
  FROM ledger GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
$$;
REVOKE ALL ON FUNCTION ledger_hours() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_hours() TO ${operator};

-- What was there before.
ALTER TABLE ledger NO FORCE ROW LEVEL SECURITY;
ALTER TABLE usage_hour NO FORCE ROW LEVEL SECURITY;
INSERT INTO usage_hour SELECT * FROM ledger_hours();
ALTER TABLE ledger FORCE ROW LEVEL SECURITY;
ALTER TABLE usage_hour FORCE ROW LEVEL SECURITY;

-- Adds new rows to their hours, within the statement that writes them: what is in the ledger is in its hour.
-- In one order, so that no two writers wait for each other.
CREATE FUNCTION add_to_hours() RETURNS trigger
  LANGUAGE plpgsql SET search_path = atrium, pg_temp
AS $$
BEGIN
  INSERT INTO usage_hour AS u
  SELECT tenant, date_trunc('hour', arrived_at, 'UTC'), key_id,
    coalesce(end_user, ''), coalesce(scenario, ''), coalesce(plugin, ''), coalesce(model, ''),
    coalesce(adapter, ''), currency,
    count(*) FILTER (WHERE corrects IS NULL),
    count(*) FILTER (WHERE corrects IS NULL AND status = 'COMPLETED'),
    count(*) FILTER (WHERE corrects IS NULL AND status = 'FAILED'),
    count(*) FILTER (WHERE corrects IS NULL AND status = 'ABORTED'),
    sum(prompt_tokens), sum(cached_tokens), sum(generated_tokens), sum(delivered_tokens),
    sum(cost), count(corrects)
  FROM fresh GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
  ON CONFLICT ON CONSTRAINT usage_hour_pkey DO UPDATE SET
    calls = u.calls + excluded.calls,
    completed = u.completed + excluded.completed,
    failed = u.failed + excluded.failed,
    aborted = u.aborted + excluded.aborted,
    prompt_tokens = u.prompt_tokens + excluded.prompt_tokens,
    cached_tokens = u.cached_tokens + excluded.cached_tokens,
    generated_tokens = u.generated_tokens + excluded.generated_tokens,
    delivered_tokens = u.delivered_tokens + excluded.delivered_tokens,
    cost = u.cost + excluded.cost,
    corrections = u.corrections + excluded.corrections;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION add_to_hours() FROM PUBLIC;
CREATE TRIGGER hours AFTER INSERT ON ledger REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION add_to_hours();
-- Corrections count nothing but money.
CREATE OR REPLACE FUNCTION used_so_far(
  of_tenant text, of_subject text, of_measure text, of_period text, since timestamptz)
RETURNS bigint LANGUAGE sql STABLE SET search_path = atrium, pg_temp
AS $$
  SELECT greatest(0, coalesce(sum(CASE of_measure
      WHEN 'REQUESTS' THEN CASE WHEN corrects IS NULL THEN 1 ELSE 0 END
      WHEN 'TOKENS' THEN prompt_tokens + generated_tokens
      WHEN 'MONEY' THEN ceil(cost * 1000000000) ELSE 0 END), 0))::bigint
  FROM ledger
  WHERE tenant = of_tenant AND duplicate_of IS NULL
    AND arrived_at >= since AND arrived_at < since + ('1 ' || of_period)::interval
    AND (of_subject = 'tenant'
      OR (of_subject LIKE 'key:%' AND key_id = substr(of_subject, 5))
      OR (of_subject LIKE 'user:%' AND end_user = substr(of_subject, 6)))
$$;

-- Writes a correction of a call and tells the budgets of now. Null if there is no such call.
CREATE FUNCTION correct_ledger(
  of_tenant text, of_call text, correction text, amount numeric, why text)
RETURNS boolean LANGUAGE plpgsql SET search_path = atrium, pg_temp
AS $$
DECLARE
  call ledger%ROWTYPE;
  now_at timestamptz := clock_timestamp();
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('atrium.ledger'), hashtext(of_tenant));
  SELECT * INTO call FROM ledger
  WHERE tenant = of_tenant AND call_id = of_call AND corrects IS NULL
  ORDER BY arrived_at LIMIT 1;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO ledger (
    tenant, arrived_at, call_id, key_id, end_user, scenario, plugin, model, adapter, status,
    prompt_tokens, cached_tokens, generated_tokens, delivered_tokens, ended_at, first_token_millis,
    engine_millis, currency, prompt_price, cached_price, generated_price, cost, corrects, reason)
  VALUES (of_tenant, now_at, correction, call.key_id, call.end_user, call.scenario, call.plugin,
    call.model, call.adapter, call.status, 0, 0, 0, 0, now_at, -1, 0, call.currency, 0, 0, 0,
    amount, of_call, why);
  UPDATE allowance SET used = greatest(0, used + ceil(amount * 1000000000)::bigint)
  WHERE tenant = of_tenant AND measure = 'MONEY'
    AND subject IN ('tenant', 'key:' || call.key_id, 'user:' || call.end_user)
    AND period IN ('DAY', 'MONTH') AND begins <= now_at
    AND now_at < begins + ('1 ' || period)::interval;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION correct_ledger(text, text, text, numeric, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION correct_ledger(text, text, text, numeric, text) TO ${operator};

-- Months whose rows are gone; their hours stay.
CREATE TABLE ledger_retired (
  month date PRIMARY KEY,
  retired_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON ledger_retired TO ${operator};

-- Drops the partitions of the months before one, and says which they were.
CREATE FUNCTION retire_ledger(before date) RETURNS SETOF text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = atrium, pg_temp
AS $$
DECLARE
  name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('atrium.prepare_ledger'));
  FOR name IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'atrium.ledger'::regclass AND c.relname ~ '^ledger_\d{4}_\d{2}$'
      AND to_date(substr(c.relname, 8), 'YYYY_MM') < date_trunc('month', before)::date
    ORDER BY c.relname
  LOOP
    EXECUTE format('DROP TABLE %I', name);
    INSERT INTO ledger_retired (month) VALUES (to_date(substr(name, 8), 'YYYY_MM'))
    ON CONFLICT DO NOTHING;
    RETURN NEXT name;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION retire_ledger(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION retire_ledger(date) TO ${operator};

-- Where rows and hours differ; nothing if the ledger is sound. Months that are gone are left out.
CREATE FUNCTION check_ledger(OUT tenant text, OUT begins timestamptz, OUT of_rows text, OUT of_hours text)
RETURNS SETOF record LANGUAGE sql STABLE SET search_path = atrium, pg_temp
AS $$
  WITH differing AS (
    SELECT 'rows' AS side, r.*
    FROM (SELECT * FROM ledger_hours() EXCEPT SELECT * FROM usage_hour) AS r
    UNION ALL
    SELECT 'hours', h.*
    FROM (SELECT * FROM usage_hour EXCEPT SELECT * FROM ledger_hours()) AS h)
  SELECT d.tenant, d.begins,
    coalesce(string_agg(format('%s calls, %s tokens, cost %s', calls,
      prompt_tokens + generated_tokens, cost), '; ') FILTER (WHERE side = 'rows'), 'none'),
    coalesce(string_agg(format('%s calls, %s tokens, cost %s', calls,
      prompt_tokens + generated_tokens, cost), '; ') FILTER (WHERE side = 'hours'), 'none')
  FROM differing d
  WHERE NOT EXISTS (SELECT FROM ledger_retired r
    WHERE r.month = date_trunc('month', d.begins AT TIME ZONE 'UTC')::date)
  GROUP BY d.tenant, d.begins ORDER BY d.tenant, d.begins LIMIT 1000
$$;
REVOKE ALL ON FUNCTION check_ledger() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION check_ledger() TO ${operator};
