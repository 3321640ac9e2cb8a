-- One row a notice or finding of information whose publication law or regulation forbids, by the operator's own ground. The article
-- asks for a report and names no time: a recorded time with an authority as addressee is enough. What the authority itself pointed
-- out it need not be told. A report that is missing counts against the operator only some days after the matter was handled.
with placed as (
    select operator, subject, notice, channel, ground, exhibit,
           day_of(found_at) as found_on, as_of, complete, seen_until,
           come(day_of(reported_at)) as reported_on, reported_to,
           case when coalesce(day_of(coalesce(acted_at, decided_at)) <= on_date(), true) then decision end as decision,
           day_of(coalesce(acted_at, decided_at)) as handled_on
    from rows_of('expected', 'notice')
    where day_of(found_at) <= on_date()
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
select * from rest_of('expected', 'notice', 'placed', 'judged', ['notice_register'])
