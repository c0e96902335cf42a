alter table terminals add column street text not null default '';
alter table enrol_codes add column street text not null default '';
alter table help_requests add column street text not null default '';
alter table duty add column reach text not null default 'hall' check (reach in ('hall', 'street', 'city'));
alter table duty add column place text not null default '';
