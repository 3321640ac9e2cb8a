-- How far back a kind of kept record reaches, for each expected subject, in the row looked at last.
create macro reaching_back(scope, records, some_kind) as table
with counted as (
    select *, count(*) over (partition by operator) = 1 as alone from query_table(scope)
),
placed as (
    select e.operator, e.subject, k.begun_on, k.oldest_on, k.exhibit, least(coalesce(k.checked_on, s.as_of), s.as_of, on_date()) as seen_on,
           row_number() over (partition by e.operator, e.subject order by coalesce(k.checked_on, s.as_of) desc, k.exhibit) as place
    from counted e
    join query_table(records) k on k.operator = e.operator
    join source s               on s.operator = k.operator and s.source = k.source
    where k.kind = some_kind and k.oldest_on <= on_date() and (e.kind = 'operator' or k.subject = e.subject or (k.subject is null and e.alone))
)
select e.operator, e.subject, p.begun_on, p.oldest_on, p.seen_on, p.exhibit, r.as_of, coalesce(r.given, false) as given,
       coalesce(r.unread, false) as unread
from counted e
left join placed p         on p.operator = e.operator and p.subject = e.subject and p.place = 1
left join register_whole r on r.operator = e.operator and r.what = records;

-- What a kept record shows that had to reach back to a day (required), as length in the words of the law; lacking names the rest of the duty.
create macro reach_answered(timed, lacking) as table
with judged as (
    select *,
           case when oldest_on is null and unread                          then 'unreadable'
                when oldest_on is null and given                           then 'none_recorded'
                when oldest_on is null                                     then 'nothing_given'
                when seen_on < add_days(on_date(), -freshness())           then 'stale'
                when oldest_on <= coalesce(greatest(required, begun_on), required) then 'reaching_back'
                when begun_on is null                                      then 'begun_open'
                else 'too_short' end as sentence
    from query_table(timed)
)
select operator, subject, null as instance, null as at, sentence,
       case when exhibit is not null then [exhibit] else [] end as exhibits,
       case sentence
            when 'reaching_back' then lacking
            when 'begun_open'    then ['kept_record_begun']
            when 'stale'         then ['register_fresh']
            when 'unreadable'    then ['register_readable']
            when 'too_short'     then []
            else list_concat(['kept_record_register'], lacking) end as missing,
       begun_on, oldest_on, seen_on, required, as_of, length
from judged;
