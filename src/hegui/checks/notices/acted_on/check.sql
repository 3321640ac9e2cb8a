-- One row a notice or finding. The duty reaches information whose publication law or regulation forbids, by the ground that the
-- operator itself recorded; nothing here reads or judges the information. "At once" has no number in the law: within our own
-- threshold the recorded action is enough, beyond it a person must judge. A complaint still being looked into is no finding yet.
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
           case when day_of(n.acted_at) <= on_date() then day_of(n.acted_at) end as acted_on,
           case when coalesce(day_of(coalesce(n.acted_at, n.decided_at)) <= on_date(), true) then n.decision end as decision
    from notice n
    join register r on r.operator = n.operator and r.source = n.source
    left join sole on sole.operator = n.operator
    where day_of(n.found_at) <= on_date()
),
judged as (
    select p.*,
           p.acted_on - p.found_on as days,
           p.ground is not null or p.channel in ('authority', 'own_check') as found,
           case when p.ground in ('intellectual_property', 'personality_rights', 'user_agreement')      then 'other_ground'
                when p.decision in ('refused', 'restored')                                              then 'not_upheld'
                when p.acted_on < p.found_on                                                            then 'contradictory'
                when p.decision = 'restricted'                                                          then 'only_restricted'
                when p.acted_on is not null and p.decision in ('removed', 'blocked')
                 and p.acted_on <= add_days(p.found_on, threshold('notices.at_once_days'))              then 'acted'
                when p.acted_on is not null and p.decision in ('removed', 'blocked')                    then 'acted_slowly'
                when p.acted_on is not null or p.decision in ('removed', 'blocked')                     then 'incomplete'
                when found and p.complete
                 and add_days(p.found_on, threshold('notices.at_once_days')) < p.seen_until             then 'not_acted'
                else 'open' end as sentence
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
       case sentence
            when 'contradictory'   then ['notice_record']
            when 'only_restricted' then ['notice_record']
            when 'acted_slowly'    then ['notice_delay_reason']
            when 'incomplete'      then ['notice_record']
            when 'open'            then ['notice_record']
            else [] end as missing,
       found_on, acted_on, days, 'ground.' || ground as ground, 'decision.' || decision as decision, as_of, null::bigint as unplaced,
       threshold('notices.at_once_days') as most_days
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence
            when 'unreadable' then ['register_readable']
            when 'unplaced'   then ['row_subject']
            else ['notice_register'] end as missing,
       as_of, unplaced
from rest
