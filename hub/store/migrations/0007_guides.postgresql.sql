alter table users drop constraint users_role_check;
alter table users add constraint users_role_check
    check (role in ('operator', 'auditor', 'admin', 'guide', 'supervisor'));
alter table users add column code_secret text not null default '';
alter table users add column code_proven integer not null default 0;
alter table users add column code_used integer not null default 0;
