alter table terminals add column refused integer not null default 0;
