-- One row a flaw. "In time" has no number in the law: a remedy within our own threshold is enough, a later one is left to a person,
-- and a flaw that still stands past it in a complete register is one that was not remedied. One number may stand in several rows.
with placed as (
    select operator, subject, vulnerability, severity, exhibit, day_of(known_at) as known_on,
           as_of, complete, seen_until,
           come(remedied_on) as remedied_on
    from rows_of('expected', 'vulnerability')
    where day_of(known_at) <= on_date()
),
judged as (
    select p.*, row_number() over (partition by p.operator, p.subject, p.vulnerability order by p.exhibit) as place,
           p.remedied_on - p.known_on as days, coalesce(p.seen_until, p.known_on) - p.known_on as open_days,
           case when p.remedied_on < p.known_on                                                            then 'remedied_before'
                when p.remedied_on <= add_days(p.known_on, threshold('vulnerabilities.days'))              then 'remedied'
                when p.remedied_on is not null                                                             then 'remedied_slowly'
                when p.complete and add_days(p.known_on, threshold('vulnerabilities.days')) < p.seen_until then 'not_remedied'
                else 'open' end as sentence
    from placed p join expected e on e.operator = p.operator and e.subject = p.subject
)
select j.operator, j.subject, vulnerability || case when place > 1 then '#' || place else '' end as instance,
       -- what still stood when the duty came into force is reached from that day
       case when coalesce(remedied_on >= e.binds_since, true) then greatest(known_on, e.binds_since) else known_on end as at,
       sentence,
       [exhibit] as exhibits,
       case sentence
            when 'remedied_before' then ['vulnerability_record']
            when 'remedied_slowly' then ['vulnerability_delay_reason']
            when 'open'            then ['vulnerability_record']
            else [] end as missing,
       known_on, remedied_on, days, open_days, as_of, null::bigint as unplaced, threshold('vulnerabilities.days') as most_days
from judged j join expected e on e.operator = j.operator and e.subject = j.subject
union all by name
select * from rest_of('expected', 'vulnerability', 'placed', 'judged', ['vulnerability_register'])
