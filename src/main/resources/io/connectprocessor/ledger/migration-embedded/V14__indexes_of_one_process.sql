-- The one process that has this file knows what it claims, and hands nothing to a queue that several nodes share. Each of these indexes was
-- changed by every request that was sighted, and the first one four times more until its outcome.
drop index if exists ledger_request_claimed;
drop index if exists ledger_request_queued;
