-- One row an operator.
select * from reported_again('expected', 'minors_audit', law_number('minors_audit.months', on_date()))
