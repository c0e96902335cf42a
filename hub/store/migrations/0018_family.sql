create table call_guests_anew (
    call_id text not null references calls (id),
    user_name text not null,
    role text not null check (role in ('supervisor', 'clerk', 'family')),
    state text not null check (state in ('asked', 'coming', 'ringing', 'there')),
    state_at text not null,
    shown_name text not null default '',
    number text not null default '',
    primary key (call_id, user_name)
);
insert into call_guests_anew (call_id, user_name, role, state, state_at)
    select call_id, user_name, role, state, state_at from call_guests;
drop table call_guests;
alter table call_guests_anew rename to call_guests;
create index call_guests_by_user on call_guests (user_name);
