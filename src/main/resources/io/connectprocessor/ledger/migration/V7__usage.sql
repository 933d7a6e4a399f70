-- Usage reporting: one node works on it at a time, and every step is here before anything is built on it.

-- Who may do one kind of work that is done by one node at a time.
create table if not exists ledger_turn (
    id varchar(100) not null primary key,
    owner varchar(300),
    lease_end timestamp(6) with time zone,
    token bigint not null
);

-- From which month on a product is reported, written down when the product is first seen.
create table if not exists ledger_usage_product (
    id varchar(200) not null primary key,
    first_period varchar(7) not null
);

-- How far one month of one product has come: OPEN, SENT, PARKED.
create table if not exists ledger_usage_period (
    -- product and period
    id varchar(300) not null primary key,
    product varchar(200) not null,
    period varchar(7) not null,
    state varchar(20) not null,
    records bigint not null,
    set_aside bigint not null,
    cause varchar(4000),
    advice varchar(4000),
    since timestamp(6) with time zone not null
);

-- One usage file at the platform.
create table if not exists ledger_usage_file (
    -- the external_id at the platform
    id varchar(200) not null primary key,
    product varchar(200) not null,
    contract varchar(200) not null,
    -- empty when the platform is to take the contract's own
    currency varchar(20) not null,
    period varchar(7) not null,
    usage_schema varchar(10) not null,
    revision integer not null,
    -- PLANNED, CREATED, UPLOADED, SUBMITTED, ACCEPTED, CLOSED, INVALID, REJECTED, DROPPED
    state varchar(20) not null,
    -- the platform's id; null until it is known
    file_id varchar(200),
    records bigint not null,
    -- of the records; null while the fingerprints below are not complete
    digest varchar(64),
    cause varchar(4000),
    advice varchar(4000),
    since timestamp(6) with time zone not null
);

create index if not exists ledger_usage_file_period on ledger_usage_file (period, product);
create index if not exists ledger_usage_file_state on ledger_usage_file (state);

-- Which records a file holds, 24 bytes each: 16 of the record id's hash, 8 of the content's.
create table if not exists ledger_usage_record (
    -- the file's id and the part
    id varchar(220) not null primary key,
    file varchar(200) not null,
    part integer not null,
    fingerprints bytea not null
);

create index if not exists ledger_usage_record_file on ledger_usage_record (file, part);
