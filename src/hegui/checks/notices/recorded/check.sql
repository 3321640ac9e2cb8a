-- One row a notice or finding of information whose publication law or regulation forbids, by the operator's own ground. The record
-- must show which information it was (by hash), on what ground, what was decided and when: a number and a date are no record.
with placed as (
    select operator, subject, notice, channel, ground, exhibit,
           day_of(found_at) as found_on, as_of, complete, seen_until,
           recorded,
           case when coalesce(day_of(coalesce(acted_at, decided_at)) <= on_date(), true) then decision end as decision,
           digest, day_of(coalesce(acted_at, decided_at)) as handled_on, kept_until
    from rows_of('expected', 'notice')
    where day_of(found_at) <= on_date()
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
)
select operator, subject, notice as instance, found_on as at, sentence, [exhibit] as exhibits,
       case sentence when 'incomplete' then ['notice_record'] else [] end as missing,
       found_on, handled_on, 'ground.' || ground as ground, 'decision.' || decision as decision, lacking, as_of,
       null::bigint as unplaced
from judged
union all by name
select * from rest_of('expected', 'notice', 'placed', 'judged', ['notice_register'])
