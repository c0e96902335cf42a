alter table terminals add column sheets_left integer;
alter table terminals add column about text not null default '{}';
