-- Until when a request that was handed to a queue of several nodes is taken to lie in it; null when it is not.
alter table ledger_request add column if not exists queued_until timestamp(6) with time zone;

create index if not exists ledger_request_queued on ledger_request (queued_until);

-- What an API may be asked, of all nodes together: one row per API, at most one write per node and half second.
create table if not exists ledger_budget (
    api varchar(500) not null primary key,
    -- every slot before this is given out
    spent_until timestamp(6) with time zone not null,
    -- the API wants no calls before this (Retry-After)
    closed_until timestamp(6) with time zone not null
);
