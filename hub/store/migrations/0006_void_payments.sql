create table void_payments (
    id text primary key,
    terminal_id text not null,
    at text not null
);
