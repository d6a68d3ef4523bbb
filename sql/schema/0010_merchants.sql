-- Few steps name a merchant: those are found without reading the others.
CREATE INDEX ticket_step_merchant ON raw.ticket_step (step_at) WHERE attributes ->> 'merchant_id' <> '';
