create table call_guests_refused (
    call_id text not null references calls (id),
    user_name text not null,
    primary key (call_id, user_name)
);
alter table recordings add column stopped_at text;
