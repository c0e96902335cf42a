create trigger audit_no_update before update on audit begin
    select raise(abort, 'audit is append-only');
end
--
create trigger audit_no_delete before delete on audit begin
    select raise(abort, 'audit is append-only');
end
