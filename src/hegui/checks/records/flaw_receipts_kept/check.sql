-- One row an operator. Records that do not reach back as far as the article asks were not kept; that they do is only a part of the duty, so
-- this check fails and never passes. Where records began later, there was nothing to keep.
with timed as (
    select *, add_months(seen_on, -law_number('flaw_log_retention.months', seen_on)) as required from reaching_back('expected', 'kept_record', 'flaw_report')
),
judged as (
    select *,
           case when oldest_on is null and unread                          then 'unreadable'
                when oldest_on is null and given                           then 'none_recorded'
                when oldest_on is null                                     then 'nothing_given'
                when seen_on < add_days(on_date(), -freshness())           then 'stale'
                when oldest_on <= coalesce(greatest(required, begun_on), required) then 'reaching_back'
                when begun_on is null                                      then 'begun_open'
                else 'too_short' end as sentence
    from timed
)
select operator, subject, null as instance, null as at, sentence,
       case when exhibit is not null then [exhibit] else [] end as exhibits,
       case sentence
            when 'reaching_back' then ['flaw_channel']
            when 'begun_open'    then ['kept_record_begun']
            when 'stale'         then ['register_fresh']
            when 'unreadable'    then ['register_readable']
            when 'too_short'     then []
            else ['kept_record_register', 'flaw_channel'] end as missing,
       begun_on, oldest_on, seen_on, required, as_of, law_number('flaw_log_retention.months', on_date()) as length
from judged
