create table second_steps (
    token_hash text primary key,
    user_name text not null references users (name),
    made_at text not null
);
create table guides (
    user_name text primary key references users (name),
    shown_name text not null,
    number text not null unique,
    reach text not null check (reach in ('hall', 'street', 'city')),
    place text not null,
    sign integer not null,
    dialects text not null,
    matters text not null,
    presence text not null default 'break' check (presence in ('ready', 'busy', 'break')),
    presence_since text not null,
    idle_since text not null,
    seen_at text
);
