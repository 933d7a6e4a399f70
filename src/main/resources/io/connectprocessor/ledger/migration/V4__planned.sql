-- The platform showed it as revoking: it takes another way now, whatever it waited for before.
alter table ledger_request add column if not exists revoking boolean default false not null;

-- It was scheduled and the platform showed it as pending again: its planned date holds it no more.
alter table ledger_request add column if not exists came_due boolean default false not null;
