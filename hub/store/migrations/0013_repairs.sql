create table repair_seen (
    id text primary key,
    body_hash text not null
);
