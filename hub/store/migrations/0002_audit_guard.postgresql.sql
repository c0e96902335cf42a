create function refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception 'audit is append-only';
end
$$
--
create trigger audit_no_change before update or delete on audit
    for each row execute function refuse_audit_change()
--
create trigger audit_no_truncate before truncate on audit
    for each statement execute function refuse_audit_change()
