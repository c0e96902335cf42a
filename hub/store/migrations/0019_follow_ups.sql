create table follow_ups (
    help_id text primary key references help_requests (id),
    asked_at text not null,
    due_at text not null,
    taken_by text not null default '',
    tries integer not null default 0,
    next_at text,
    done_at text,
    outcome text not null default '',
    case_number text not null default ''
);
create index follow_ups_open on follow_ups (done_at, due_at);
alter table recordings add column delete_wanted text;
