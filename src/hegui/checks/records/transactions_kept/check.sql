-- One row a service. Records that do not reach back as far as the article asks were not kept; that they do is only a part of the duty, so
-- this check fails and never passes. Where records began later, there was nothing to keep.
with timed as (
    select *, add_years(seen_on, -law_number('transaction_record.years', seen_on)) as required, law_number('transaction_record.years', on_date()) as length
    from reaching_back('expected', 'kept_record', 'transaction')
)
select * from reach_answered('timed', ['merchant_files'])
