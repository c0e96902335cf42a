delete from sessions;
create table users_anew (
    name text primary key,
    password_hash text not null,
    role text not null check (role in ('operator', 'auditor', 'admin', 'guide', 'supervisor')),
    demo integer not null default 0,
    failures integer not null default 0,
    locked_until text,
    created_at text not null,
    code_secret text not null default '',
    code_proven integer not null default 0,
    code_used integer not null default 0
);
insert into users_anew (name, password_hash, role, demo, failures, locked_until, created_at)
    select name, password_hash, role, demo, failures, locked_until, created_at from users;
drop table users;
alter table users_anew rename to users;
