-- What was asked under an idempotency key: another question under the same key is a mistake.
ALTER TABLE idempotency_claim ADD COLUMN fingerprint text NOT NULL DEFAULT '';
