-- One row an operator. Records that do not reach back as far as the article asks were not kept; that they do is only a part of the duty, so
-- this check fails and never passes. Where records began later, there was nothing to keep.
with timed as (
    select *, add_days(seen_on, -law_number('access_record.days', seen_on)) as required, law_number('access_record.days', on_date()) as length
    from reaching_back('expected', 'kept_record', 'access')
)
select * from reach_answered('timed', ['access_record_fields'])
