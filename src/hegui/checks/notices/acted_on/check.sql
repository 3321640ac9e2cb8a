-- One row a notice or finding. The duty reaches information whose publication law or regulation forbids, by the ground that the
-- operator itself recorded; nothing here reads or judges the information. "At once" has no number in the law: within our own
-- threshold the recorded action is enough, beyond it a person must judge. A complaint still being looked into is no finding yet.
with placed as (
    select operator, subject, notice, channel, ground, exhibit,
           day_of(found_at) as found_on, as_of, complete, seen_until,
           come(day_of(acted_at)) as acted_on,
           case when coalesce(day_of(coalesce(acted_at, decided_at)) <= on_date(), true) then decision end as decision
    from rows_of('expected', 'notice')
    where day_of(found_at) <= on_date()
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
select * from rest_of('expected', 'notice', 'placed', 'judged', ['notice_register'])
