-- A claim and a decision wrote to six indexes each, and every step to one. What is left of them changes only with what it is there to find.

-- Which lane is claimed, and what was done in it, is read along ledger_request_order.
drop index if exists ledger_request_touched;
drop index if exists ledger_request_leased;
create index if not exists ledger_request_claimed on ledger_request (lease_end);

-- Null for all but waiting and inquired requests, so that the others cost nothing as they go from state to state.
drop index if exists ledger_request_due;
drop index if exists ledger_request_inquired;
create index if not exists ledger_request_retry on ledger_request (retry_at);
create index if not exists ledger_request_asked on ledger_request (inquired);

-- What was seen long ago and is decided; what is not decided, the longest known first.
drop index if exists ledger_request_retention;
create index if not exists ledger_request_open on ledger_request (undecided, first_seen);
