-- One row a flaw. Users are to be told in time, with the remedy where one is needed; the law gives no number. Told within our own
-- threshold is enough, later is left to a person; a remedy that came out, or a flaw that stood past the threshold, without a word to
-- users in a complete register is one they were not told o
with placed as (
    select operator, subject, flaw, severity, exhibit, day_of(known_at) as known_on,
           as_of, complete, seen_until,
           come(users_told_on) as told_on,
           come(remedied_on) as remedied_on
    from rows_of('expected', 'flaw')
    where day_of(known_at) <= on_date()
),
judged as (
    select p.*,
           p.told_on - p.known_on as days,
           case when p.told_on < p.known_on                                                                 then 'told_before'
                when p.told_on <= add_days(p.known_on, threshold('flaws.prompt_days'))                      then 'told'
                when p.told_on is not null                                                                  then 'told_slowly'
                when p.complete and p.remedied_on < p.seen_until                                            then 'remedied_untold'
                when p.complete and add_days(p.known_on, threshold('flaws.prompt_days')) < p.seen_until     then 'not_told'
                else 'open' end as sentence
    from placed p join expected e on e.operator = p.operator and e.subject = p.subject
)
select j.operator, j.subject, flaw as instance,
       -- what still stood when the duty came into force is reached from that day
       case when coalesce(told_on >= e.binds_since, true) then greatest(known_on, e.binds_since) else known_on end as at,
       sentence, [exhibit] as exhibits,
       case sentence
            when 'told_before' then ['flaw_record']
            when 'told_slowly' then ['flaw_delay_reason']
            when 'open'        then ['flaw_record']
            else [] end as missing,
       known_on, told_on, remedied_on, days, as_of, null::bigint as unplaced, threshold('flaws.prompt_days') as most_days
from judged j join expected e on e.operator = j.operator and e.subject = j.subject
union all by name
select * from rest_of('expected', 'flaw', 'placed', 'judged', ['flaw_register'])
