-- One row an incident that concerned data. Three recorded acts fulfil the duty: the remedy, telling the people, the report. "At once" and
-- "in time" have no number: our own threshold stands in. Since the PIPL the people need not be told where the measures keep harm away,
-- so that from then on their not being told alone is left to a person; before it no such ground was in the law.
with register as (
    select s.operator, s.source, s.as_of, coalesce(s.given, false) as given, h.source is not null as unread,
           coalesce(s.given and s.complete, false) as complete, least(s.as_of, on_date()) as seen_until
    from source s left join hole h on h.operator = s.operator and h.source = s.source
    where s.what = 'incident'
),
registers as (
    select operator, bool_or(given) as given, bool_or(unread) as unread, max(as_of) as as_of from register group by operator
),
known as (
    select i.operator, i.incident, i.persons_affected as persons, i.exhibit, r.as_of, r.complete, r.seen_until,
           day_of(least(i.found_at, i.learned_at)) as known_on,
           case when day_of(i.handled_at)    <= on_date() then day_of(i.handled_at) end    as remedied_on,
           case when day_of(i.users_told_at) <= on_date() then day_of(i.users_told_at) end as told_on,
           case when day_of(i.reported_at)   <= on_date() then day_of(i.reported_at) end   as reported_on
    from incident i join register r on r.operator = i.operator and r.source = i.source
    where i.kind = 'data' and day_of(least(i.found_at, i.learned_at)) <= on_date()
),
clocked as (
    select *, add_days(known_on, threshold('breach.days')) as due_on,
           law_number('pi_other_grounds.count', known_on) is not null as telling_may_be_spared,
           list_filter([case when remedied_on is null then 'step.remedy' end, case when told_on is null then 'step.tell' end,
                        case when reported_on is null then 'step.report' end], lambda x : x is not null) as lacking,
           list_filter([case when remedied_on > add_days(known_on, threshold('breach.days')) then 'step.remedy' end,
                        case when told_on     > add_days(known_on, threshold('breach.days')) then 'step.tell' end,
                        case when reported_on > add_days(known_on, threshold('breach.days')) then 'step.report' end],
                       lambda x : x is not null) as late
    from known
),
judged as (
    select e.subject, c.*,
           case when c.persons is null                                                            then 'persons_open'
                when c.persons = 0                                                                then 'no_persons'
                when least(c.remedied_on, c.told_on, c.reported_on) < c.known_on                  then 'contradictory'
                when len(c.lacking) = 0 and len(c.late) > 0                                       then 'slow'
                when len(c.lacking) = 0                                                           then 'notified'
                when not (c.complete and c.due_on < c.seen_until)                                 then 'open'
                when c.lacking = ['step.tell'] and c.telling_may_be_spared                        then 'users_not_told'
                else 'not_done' end as sentence
    from clocked c join expected e on e.operator = c.operator
),
-- What no row shows: rows that could not be read, no incident of this kind, or no register.
rest as (
    select e.operator, e.subject, r.as_of,
           case when r.unread then 'unreadable' when r.given then 'none' else 'nothing_given' end as sentence
    from expected e left join registers r on r.operator = e.operator
    where r.unread or not exists (select * from judged j where j.operator = e.operator)
)
select operator, subject, incident as instance, known_on as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'users_not_told' then ['breach_harm_avoided']
            when 'slow'           then ['breach_delay_reason']
            when 'contradictory'  then ['incident_time']
            when 'persons_open'   then ['persons_affected']
            when 'open'           then ['breach_record']
            else [] end as missing,
       known_on, persons, lacking, late, as_of, threshold('breach.days') as most_days
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence when 'unreadable' then ['register_readable'] else ['incident_register'] end as missing, as_of,
       threshold('breach.days') as most_days
from rest
