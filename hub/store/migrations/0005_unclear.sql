create table unclear (
    text text primary key,
    times integer not null,
    candidates text not null,
    first_day text not null,
    last_day text not null,
    state text not null check (state in ('waiting', 'taught', 'discarded')),
    service_id text not null default ''
);
create table unclear_seen (
    key text primary key,
    body_hash text not null
);
create table sayings (
    n integer primary key,
    saying text not null unique,
    service_id text not null,
    taught_by text not null,
    taught_at text not null
);
