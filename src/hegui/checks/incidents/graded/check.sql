-- One row an incident. A level on record is the act. The numbers of the annex are usual signs beside general tests: a level below them is
-- asked about, never a failure. Only leaks of information are counted by people here.
with signed as (
    select *, law_number('incident_leak_' || case level when 'general' then 'relatively_large' when 'relatively_large' then 'major'
                                                        when 'major' then 'particularly_major' end || '.persons', known_on) as sign
    from known_incidents('expected')
),
judged as (
    select *,
           case when level <> 'ungraded' and persons >= sign then 'below_sign'
                when level <> 'ungraded'                     then 'graded'
                when complete and known_on < seen_until      then 'not_graded'
                else 'open' end as sentence
    from signed
)
select operator, subject, instance, known_on as at, sentence, [exhibit] as exhibits,
       case when sentence in ('below_sign', 'open') then ['incident_level'] else [] end as missing,
       'incident_level.' || level as level, known_on, persons, sign, as_of
from judged
union all by name
select * from rest_of('expected', 'incident', 'judged', 'judged', ['incident_register'])
