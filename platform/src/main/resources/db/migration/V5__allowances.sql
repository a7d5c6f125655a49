-- Limits and budgets across nodes. What was used is counted here, in the transaction that writes the
-- ledger row; what nodes hold for calls to come is leased from here, in one statement.

-- The nodes that live. A lease of a node that does not live any more holds nothing.
CREATE TABLE node (
  node text PRIMARY KEY,
  alive_until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON node TO ${operator};

-- What was used of an allowance in a period. Amounts of money are in billionths of the currency.
CREATE TABLE allowance (
  tenant text NOT NULL,
  subject text NOT NULL,
  measure text NOT NULL CHECK (measure IN ('REQUESTS', 'TOKENS', 'MONEY', 'CONCURRENT')),
  period text NOT NULL CHECK (period IN ('MINUTE', 'HOUR', 'DAY', 'MONTH', 'ALWAYS')),
  begins timestamptz NOT NULL,
  used bigint NOT NULL DEFAULT 0,
  alerted_at timestamptz,
  PRIMARY KEY (tenant, subject, measure, period, begins)
);
CALL protect('allowance');
GRANT SELECT ON allowance TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON allowance TO ${operator};

-- What a node holds: for calls that run, and to spare for calls to come. A recalled lease must give
-- back what it can spare.
CREATE TABLE allowance_lease (
  tenant text NOT NULL,
  subject text NOT NULL,
  measure text NOT NULL,
  period text NOT NULL,
  begins timestamptz NOT NULL,
  node text NOT NULL,
  held bigint NOT NULL CHECK (held >= 0),
  spare bigint NOT NULL,
  recalled boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant, subject, measure, period, begins, node)
);
CALL protect('allowance_lease');
GRANT SELECT ON allowance_lease TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON allowance_lease TO ${operator};

-- What a tenant's ledger says was used by a subject since a moment; for an allowance that begins when
-- its period is under way.
CREATE FUNCTION used_so_far(
  of_tenant text, of_subject text, of_measure text, of_period text, since timestamptz)
RETURNS bigint LANGUAGE sql STABLE SET search_path = atrium, pg_temp
AS $$
  SELECT coalesce(sum(CASE of_measure
      WHEN 'REQUESTS' THEN 1
      WHEN 'TOKENS' THEN prompt_tokens + generated_tokens
      WHEN 'MONEY' THEN ceil(cost * 1000000000) ELSE 0 END), 0)::bigint
  FROM ledger
  WHERE tenant = of_tenant AND duplicate_of IS NULL
    AND arrived_at >= since AND arrived_at < since + ('1 ' || of_period)::interval
    AND (of_subject = 'tenant'
      OR (of_subject LIKE 'key:%' AND key_id = substr(of_subject, 5))
      OR (of_subject LIKE 'user:%' AND end_user = substr(of_subject, 6)))
$$;
REVOKE ALL ON FUNCTION used_so_far(text, text, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION used_so_far(text, text, text, text, timestamptz) TO ${operator};

-- Begins to count an allowance whose period may be under way. Ledger rows on their way would be missed:
-- it waits for those that write them, and keeps others out until its transaction ends.
CREATE FUNCTION open_allowance(
  of_tenant text, of_subject text, of_measure text, of_period text, of_begins timestamptz)
RETURNS void LANGUAGE plpgsql SET search_path = atrium, pg_temp
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('atrium.ledger'), hashtext(of_tenant));
  INSERT INTO allowance (tenant, subject, measure, period, begins, used)
  SELECT of_tenant, of_subject, of_measure, of_period, of_begins,
    used_so_far(of_tenant, of_subject, of_measure, of_period, of_begins)
  WHERE NOT EXISTS (SELECT FROM allowance
    WHERE tenant = of_tenant AND subject = of_subject AND measure = of_measure
      AND period = of_period AND begins = of_begins)
  ON CONFLICT DO NOTHING;
END $$;
REVOKE ALL ON FUNCTION open_allowance(text, text, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_allowance(text, text, text, text, timestamptz) TO ${operator};

-- Counts what calls used, in the order given, so that no two transactions wait for each other.
CREATE FUNCTION charge_allowances(
  tenants text[], subjects text[], measures text[], periods text[], begin_times timestamptz[],
  amounts bigint[])
RETURNS void LANGUAGE plpgsql SET search_path = atrium, pg_temp
AS $$
BEGIN
  FOR i IN 1 .. coalesce(array_length(tenants, 1), 0) LOOP
    UPDATE allowance SET used = used + amounts[i]
    WHERE tenant = tenants[i] AND subject = subjects[i] AND measure = measures[i]
      AND period = periods[i] AND begins = begin_times[i];
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION charge_allowances(text[], text[], text[], text[], timestamptz[], bigint[])
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION charge_allowances(text[], text[], text[], text[], timestamptz[], bigint[])
  TO ${operator};

-- Takes from one allowance for a node: sets what it holds, then grants it what it wants if there is
-- plenty, what it needs if there is that, or what is left. Others' spare leases are recalled when there
-- is not enough. One row lock decides between nodes.
CREATE FUNCTION lease_allowance(
  of_node text, of_tenant text, of_subject text, of_measure text, of_period text,
  of_begins timestamptz, holds bigint, spares bigint, needs bigint, wants bigint, most bigint,
  OUT granted bigint, OUT now_used bigint, OUT now_held bigint, OUT recallable boolean,
  OUT plenty boolean, OUT told_back boolean)
LANGUAGE plpgsql SET search_path = atrium, pg_temp
AS $$
DECLARE
  room bigint;
BEGIN
  SELECT used INTO now_used FROM allowance a
  WHERE a.tenant = of_tenant AND a.subject = of_subject AND a.measure = of_measure
    AND a.period = of_period AND a.begins = of_begins FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO allowance (tenant, subject, measure, period, begins)
    VALUES (of_tenant, of_subject, of_measure, of_period, of_begins) ON CONFLICT DO NOTHING;
    SELECT used INTO now_used FROM allowance a
    WHERE a.tenant = of_tenant AND a.subject = of_subject AND a.measure = of_measure
      AND a.period = of_period AND a.begins = of_begins FOR UPDATE;
  END IF;
  SELECT coalesce(sum(l.held), 0), coalesce(bool_or(l.spare > 0), false)
    INTO now_held, recallable
  FROM allowance_lease l JOIN node n ON n.node = l.node
  WHERE l.tenant = of_tenant AND l.subject = of_subject AND l.measure = of_measure
    AND l.period = of_period AND l.begins = of_begins
    AND l.node <> of_node AND n.alive_until > clock_timestamp();
  room := most - now_used - now_held - holds;
  plenty := room >= 8 * wants;
  granted := CASE WHEN needs = 0 THEN 0 WHEN plenty THEN wants ELSE greatest(0, least(room, needs)) END;
  SELECT l.recalled INTO told_back FROM allowance_lease l
  WHERE l.tenant = of_tenant AND l.subject = of_subject AND l.measure = of_measure
    AND l.period = of_period AND l.begins = of_begins AND l.node = of_node;
  told_back := coalesce(told_back, false);
  INSERT INTO allowance_lease AS l
    (tenant, subject, measure, period, begins, node, held, spare)
  VALUES (of_tenant, of_subject, of_measure, of_period, of_begins, of_node,
    holds + granted, spares + greatest(0, granted - needs))
  ON CONFLICT ON CONSTRAINT allowance_lease_pkey DO UPDATE
    SET held = excluded.held, spare = excluded.spare,
      recalled = l.recalled AND excluded.spare > 0;
  recallable := recallable AND granted < needs;
  IF recallable THEN
    UPDATE allowance_lease l SET recalled = true
    WHERE l.tenant = of_tenant AND l.subject = of_subject AND l.measure = of_measure
      AND l.period = of_period AND l.begins = of_begins AND l.node <> of_node AND l.spare > 0;
  END IF;
  now_held := now_held + holds + granted;
END $$;
REVOKE ALL ON FUNCTION lease_allowance(text, text, text, text, text, timestamptz, bigint, bigint,
  bigint, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lease_allowance(text, text, text, text, text, timestamptz, bigint, bigint,
  bigint, bigint, bigint) TO ${operator};
