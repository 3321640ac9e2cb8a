-- One row a notice or finding of information whose publication law or regulation forbids, by the operator's own ground. The record
-- must show which information it was (by hash), on what ground, what was decided and when: a number and a date are no record.
with register as (
    select * from register_source where what = 'notice'
),
-- A row that names no service is about the only one in question; with several it is about none of them.
sole as (
    select operator, any_value(subject) as subject from expected group by operator having count(*) = 1
),
placed as (
    select n.operator, coalesce(n.subject, sole.subject) as subject, n.notice, n.channel, n.ground, n.exhibit,
           day_of(n.found_at) as found_on, r.as_of, r.complete, r.seen_until,
           n.recorded,
           case when coalesce(day_of(coalesce(n.acted_at, n.decided_at)) <= on_date(), true) then n.decision end as decision,
           n.digest, day_of(coalesce(n.acted_at, n.decided_at)) as handled_on, n.kept_until
    from notice n
    join register r on r.operator = n.operator and r.source = n.source
    left join sole on sole.operator = n.operator
    where day_of(n.found_at) <= on_date()
),
judged as (
    select p.*,
           list_filter([case when p.digest is null                                   then 'field.digest' end,
                        case when p.ground is null                                   then 'field.ground' end,
                        case when coalesce(p.decision, 'pending') = 'pending'        then 'field.decision' end,
                        case when p.handled_on is null                               then 'field.handled' end],
                       lambda x : x is not null) as lacking,
           case when p.ground in ('intellectual_property', 'personality_rights', 'user_agreement') then 'other_ground'
                when p.decision = 'refused'                                                        then 'not_upheld'
                when p.recorded = false                                                            then 'not_recorded'
                when len(lacking) > 0                                                              then 'incomplete'
                else 'recorded' end as sentence
    from placed p join expected e on e.operator = p.operator and e.subject = p.subject
),
-- What no row shows: rows that could not be read, rows that name no service, an empty register, or none.
rest as (
    select b.operator, b.subject, b.as_of, u.lines as unplaced,
           case when not b.unread and u.lines > 0 then 'unplaced' else b.sentence end as sentence
    from beside_rows('expected', 'notice') b
    left join (select operator, count(*) as lines from placed where subject is null group by operator) u on u.operator = b.operator
    where b.unread or u.lines > 0
       or not exists (select * from judged j where j.operator = b.operator and j.subject = b.subject)
)
select operator, subject, notice as instance, found_on as at, sentence, [exhibit] as exhibits,
       case sentence when 'incomplete' then ['notice_record'] else [] end as missing,
       found_on, handled_on, 'ground.' || ground as ground, 'decision.' || decision as decision, lacking, as_of,
       null::bigint as unplaced
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence
            when 'unreadable' then ['register_readable']
            when 'unplaced'   then ['row_subject']
            else ['notice_register'] end as missing,
       as_of, unplaced
from rest
