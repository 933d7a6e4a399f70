-- What an unclean end left runs alone before all else, so it must be found among many that wait for their first turn.
create index if not exists ledger_request_interrupted on ledger_request (interrupted);

-- When the route first asked for later; null once the request came to another outcome.
alter table ledger_request add column if not exists later_since timestamp(6) with time zone;
