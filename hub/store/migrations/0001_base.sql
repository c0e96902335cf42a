create table terminals (
    id text primary key,
    division text not null,
    hall text not null,
    public_key text not null,
    state text not null check (state in ('active', 'revoked')),
    enrolled_at text not null,
    last_seen text,
    version text not null default '',
    devices text not null default '{}',
    queued integer not null default 0,
    oldest_queued_s integer not null default 0,
    catalogue_version text not null default '',
    simulated integer not null default 0
);
create table enrol_codes (
    code_hash text primary key,
    terminal_id text not null,
    division text not null,
    hall text not null,
    created_by text not null,
    created_at text not null,
    expires_at text not null,
    used_at text
);
create table cases (
    number text primary key,
    submission_id text not null unique,
    service_id text not null,
    service_name text not null,
    service_version text not null,
    division text not null,
    terminal_id text not null,
    hall text not null,
    status text not null,
    filled_at text not null,
    received_at text not null,
    holder_masked text not null,
    holder_key text,
    operator_key text,
    promised_days integer,
    accepted_on text,
    missing text not null default '[]',
    ask text not null
);
create index cases_by_holder on cases (holder_key);
create index cases_by_operator on cases (operator_key);
create index cases_by_status on cases (status, received_at);
create table submissions (
    id text primary key,
    sha256 text not null,
    size integer not null,
    terminal_id text not null,
    case_number text not null unique references cases (number),
    ack text not null
);
create table case_events (
    case_number text not null references cases (number),
    n integer not null,
    status text not null,
    at text not null,
    note text not null,
    actor text not null,
    primary key (case_number, n)
);
create table case_pauses (
    case_number text not null references cases (number),
    n integer not null,
    began text not null,
    ended text,
    primary key (case_number, n)
);
create table tickets (
    id text primary key,
    day text not null,
    division text not null,
    hall text not null,
    queue text not null,
    number integer not null,
    priority integer not null,
    taken_at text not null,
    called_at text,
    called_by text,
    request_hash text not null,
    unique (day, hall, queue, number)
);
create table payments (
    id text primary key,
    biller text not null,
    account_key text not null,
    account_tail text not null,
    period text not null,
    amount_cents integer not null,
    method text not null,
    terminal_id text not null,
    state text not null check (state in ('processing', 'paid', 'failed', 'reversed')),
    ending text not null,
    reference text not null,
    begun_at text not null,
    settles_at text not null
);
create unique index payments_once on payments (biller, account_key, period) where state in ('processing', 'paid');
create table help_requests (
    id text primary key,
    terminal_id text not null,
    hall text not null,
    service_id text not null,
    step text not null,
    why text not null,
    day text not null,
    number integer not null,
    asked_at text not null,
    state text not null check (state in ('waiting', 'answered', 'closed')),
    answered_by text not null default '',
    reply text not null,
    request_hash text not null
);
create table duty (
    user_name text primary key,
    since text not null
);
create table ratings (
    key text primary key,
    service_id text not null,
    level text not null,
    day text not null,
    division text not null,
    body_hash text not null
);
create table rectifications (
    rating_key text primary key references ratings (key),
    service_id text not null,
    division text not null,
    opened_on text not null,
    due_on text not null,
    state text not null check (state in ('open', 'closed')),
    result text not null default ''
);
create table notices (
    id text primary key,
    title text not null,
    text text not null,
    level text not null,
    source text not null,
    published text not null,
    expires text,
    withdrawn_at text
);
create table users (
    name text primary key,
    password_hash text not null,
    role text not null check (role in ('operator', 'auditor', 'admin')),
    demo integer not null default 0,
    failures integer not null default 0,
    locked_until text,
    created_at text not null
);
create table sessions (
    token_hash text primary key,
    user_name text not null references users (name),
    csrf text not null,
    seen_at text not null
);
create table audit (
    seq integer primary key,
    at text not null,
    actor text not null,
    act text not null,
    object text not null,
    detail text not null,
    previous text not null,
    hash text not null
);
create table audit_head (
    id integer primary key check (id = 1),
    seq integer not null,
    hash text not null,
    signature text not null
);
