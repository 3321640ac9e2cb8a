-- One row a notice or finding of information whose publication law or regulation forbids, by the operator's own ground. The article
-- asks for a report and names no time: a recorded time with an authority as addressee is enough. What the authority itself pointed
-- out it need not be told. A report that is missing counts against the operator only some days after the matter was handled.
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
           case when day_of(n.reported_at) <= on_date() then day_of(n.reported_at) end as reported_on, n.reported_to,
           case when coalesce(day_of(coalesce(n.acted_at, n.decided_at)) <= on_date(), true) then n.decision end as decision,
           day_of(coalesce(n.acted_at, n.decided_at)) as handled_on
    from notice n
    join register r on r.operator = n.operator and r.source = n.source
    left join sole on sole.operator = n.operator
    where day_of(n.found_at) <= on_date()
),
judged as (
    select p.*,
           p.reported_on - p.found_on as days,
           case when p.ground in ('intellectual_property', 'personality_rights', 'user_agreement') then 'other_ground'
                when p.decision in ('refused', 'restored')                                         then 'not_upheld'
                when p.reported_on < p.found_on                                                    then 'contradictory'
                when p.reported_on is not null and len(p.reported_to) > 0                          then 'reported'
                when p.reported_on is not null                                                     then 'addressee_missing'
                when p.ground = 'authority_order' or p.channel = 'authority'                       then 'from_authority'
                when coalesce(p.decision, 'pending') = 'pending'                                   then 'undecided'
                when p.complete
                 and add_days(p.handled_on, threshold('notices.report_days')) < p.seen_until       then 'not_reported'
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
            when 'contradictory'     then ['report_receipt']
            when 'addressee_missing' then ['report_receipt']
            when 'undecided'         then ['notice_record']
            when 'open'              then ['report_receipt']
            else [] end as missing,
       found_on, handled_on, reported_on, days, list_transform(reported_to, lambda x : 'authority.' || x) as reported_to,
       'ground.' || ground as ground, as_of, null::bigint as unplaced,
       threshold('notices.report_days') as most_days
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence
            when 'unreadable' then ['register_readable']
            when 'unplaced'   then ['row_subject']
            else ['notice_register'] end as missing,
       as_of, unplaced
from rest
