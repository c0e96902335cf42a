create table recordings (
    call_id text primary key references calls (id),
    begun_at text not null,
    last_at text not null,
    parts integer not null,
    bytes integer not null,
    deleted_at text
);
