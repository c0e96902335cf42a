create table call_guests (
    call_id text not null references calls (id),
    user_name text not null,
    role text not null check (role in ('supervisor', 'clerk')),
    state text not null check (state in ('asked', 'coming', 'there')),
    state_at text not null,
    primary key (call_id, user_name)
);
create index call_guests_by_user on call_guests (user_name);
