-- One row an operator. Records that do not reach back as far as the article asks were not kept; that they do is only a part of the duty, so
-- this check fails and never passes. Where records began later, there was nothing to keep.
with timed as (
    select *, add_months(seen_on, -law_number('flaw_log_retention.months', seen_on)) as required, law_number('flaw_log_retention.months', on_date()) as length
    from reaching_back('expected', 'kept_record', 'flaw_report')
)
select * from reach_answered('timed', ['flaw_channel'])
