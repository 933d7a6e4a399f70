-- H2 2.3 takes a row out of each index and puts it in again whenever it changes, whatever of it changes: seven trees, at the claim and once more
-- at the outcome. One index takes the place of four.

-- Null but for the few undecided ones that are looked for among all: when one that waits is due; 1970 for one that rests or was interrupted.
alter table ledger_request add column if not exists aside timestamp(6) with time zone generated always as (
    case
        when undecided = true and retry_at is not null then retry_at
        when undecided = true and (inquired is not null or interrupted is not null) then timestamp with time zone '1970-01-01 00:00:00+00:00'
    end
);

drop index if exists ledger_request_retry;
drop index if exists ledger_request_asked;
drop index if exists ledger_request_interrupted;
drop index if exists ledger_request_open;
create index if not exists ledger_request_standing on ledger_request (undecided, aside, first_seen);
