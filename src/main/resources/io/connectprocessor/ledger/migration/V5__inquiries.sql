-- When the customer was asked; null once the request is pending again or decided.
alter table ledger_request add column if not exists inquired timestamp(6) with time zone;

-- When the customer was reminded of that question.
alter table ledger_request add column if not exists reminded timestamp(6) with time zone;

-- Noted before a request that nobody answered is brought back to be failed: the hash of what was not answered.
alter table ledger_request add column if not exists expiring varchar(64);

-- When the conversation was told that the request is parked.
alter table ledger_request add column if not exists noted timestamp(6) with time zone;

create index if not exists ledger_request_inquired on ledger_request (state, inquired);
