alter table terminals add column paper_left_mm integer;
create table downs (
    terminal_id text not null references terminals (id),
    device text not null,
    state text not null,
    since text not null,
    primary key (terminal_id, device)
);
create table paper_days (
    terminal_id text not null references terminals (id),
    day text not null,
    used_mm integer not null,
    primary key (terminal_id, day)
);
create table alerts (
    terminal_id text not null references terminals (id),
    rule text not null,
    device text not null,
    began text not null,
    seen_by text not null default '',
    seen_at text not null default '',
    primary key (terminal_id, rule, device)
);
create table stopped (
    terminal_id text not null references terminals (id),
    kind text not null check (kind in ('device', 'service')),
    target text not null,
    stopped_by text not null,
    stopped_at text not null,
    primary key (terminal_id, kind, target)
);
create table log_bundles (
    id text primary key,
    terminal_id text not null references terminals (id),
    asked_by text not null,
    asked_at text not null,
    arrived_at text,
    body_sha256 text not null default ''
);
