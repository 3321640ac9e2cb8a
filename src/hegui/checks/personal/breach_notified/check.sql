-- One row an incident that concerned data. Three recorded acts fulfil the duty: the remedy, telling the people, the report. "At once" and
-- "in time" have no number: our own threshold stands in. Since the PIPL the people need not be told where the measures keep harm away,
-- so that from then on their not being told alone is left to a person; before it no such ground was in the law.
with due as (
    select *, add_days(known_on, threshold('breach.days')) as due_on from known_incidents('expected') where kind = 'data'
),
clocked as (
    select *, law_number('pi_other_grounds.count', known_on) is not null as telling_may_be_spared,
           list_filter([case when handled_on is null then 'step.remedy' end, case when told_on is null then 'step.tell' end,
                        case when reported_on is null then 'step.report' end], lambda x : x is not null) as lacking,
           list_filter([case when handled_on > due_on then 'step.remedy' end, case when told_on > due_on then 'step.tell' end,
                        case when reported_on > due_on then 'step.report' end], lambda x : x is not null) as late
    from due
),
judged as (
    select *,
           case when persons is null                                          then 'persons_open'
                when persons = 0                                              then 'no_persons'
                when least(handled_on, told_on, reported_on) < known_on       then 'contradictory'
                when len(lacking) = 0 and len(late) > 0                       then 'slow'
                when len(lacking) = 0                                         then 'notified'
                when not (complete and due_on < seen_until)                   then 'open'
                when lacking = ['step.tell'] and telling_may_be_spared        then 'users_not_told'
                else 'not_done' end as sentence
    from clocked
)
select operator, subject, instance, known_on as at, sentence, [exhibit] as exhibits,
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
select * replace (case sentence when 'empty' then 'none' else sentence end as sentence), threshold('breach.days') as most_days
from rest_of('expected', 'incident', 'judged', 'judged', ['incident_register'])
