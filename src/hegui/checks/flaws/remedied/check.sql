-- One row a flaw. "At once" has no number in the law: a remedy within our own threshold is enough, a later one is left to a person,
-- and a flaw that still stands past it in a complete register is one that was not remedied.
with register as (
    select * from register_source where what = 'flaw'
),
-- A row that names no product is about the only one in question; with several it is about none of them.
sole as (
    select operator, any_value(subject) as subject from expected group by operator having count(*) = 1
),
placed as (
    select f.operator, coalesce(f.subject, sole.subject) as subject, f.flaw, f.severity, f.exhibit, day_of(f.known_at) as known_on,
           r.as_of, r.complete, r.seen_until,
           case when f.remedied_on <= on_date() then f.remedied_on end as remedied_on
    from flaw f
    join register r on r.operator = f.operator and r.source = f.source
    left join sole on sole.operator = f.operator
    where day_of(f.known_at) <= on_date()
),
judged as (
    select p.*,
           p.remedied_on - p.known_on as days, coalesce(p.seen_until, p.known_on) - p.known_on as open_days,
           case when p.remedied_on < p.known_on                                                             then 'remedied_before'
                when p.remedied_on <= add_days(p.known_on, threshold('flaws.prompt_days'))                  then 'remedied'
                when p.remedied_on is not null                                                              then 'remedied_slowly'
                when p.complete and add_days(p.known_on, threshold('flaws.prompt_days')) < p.seen_until     then 'not_remedied'
                else 'open' end as sentence
    from placed p join expected e on e.operator = p.operator and e.subject = p.subject
),
-- What no row shows: rows that could not be read, rows that name no product, an empty register, or none.
rest as (
    select b.operator, b.subject, b.as_of, u.lines as unplaced,
           case when not b.unread and u.lines > 0 then 'unplaced' else b.sentence end as sentence
    from beside_rows('expected', 'flaw') b
    left join (select operator, count(*) as lines from placed where subject is null group by operator) u on u.operator = b.operator
    where b.unread or u.lines > 0
       or not exists (select * from judged j where j.operator = b.operator and j.subject = b.subject)
)
select j.operator, j.subject, flaw as instance,
       -- what still stood when the duty came into force is reached from that day
       case when coalesce(remedied_on >= e.binds_since, true) then greatest(known_on, e.binds_since) else known_on end as at,
       sentence, [exhibit] as exhibits,
       case sentence
            when 'remedied_before' then ['flaw_record']
            when 'remedied_slowly' then ['flaw_delay_reason']
            when 'open'            then ['flaw_record']
            else [] end as missing,
       known_on, remedied_on, days, open_days, as_of, null::bigint as unplaced, threshold('flaws.prompt_days') as most_days
from judged j join expected e on e.operator = j.operator and e.subject = j.subject
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence
            when 'unreadable' then ['register_readable']
            when 'unplaced'   then ['row_subject']
            else ['flaw_register'] end as missing,
       as_of, unplaced
from rest
