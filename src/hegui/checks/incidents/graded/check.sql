-- One row an incident. A level on record is the act. The numbers of the annex are usual signs beside general tests: a level below them is
-- asked about, never a failure. Only leaks of information are counted by people here.
with register as (
    select * from register_source where what = 'incident'
),
timed as (
    select t.operator, e.subject, t.incident as instance, t.exhibit, r.as_of, r.complete, r.seen_until,
           day_of(least(t.found_at, t.learned_at)) as known_on, coalesce(t.level, 'ungraded') as level,
           case when t.kind = 'data' then t.persons_affected end as persons,
           law_number('incident_leak_' || case coalesce(t.level, 'ungraded') when 'general' then 'relatively_large'
                          when 'relatively_large' then 'major' when 'major' then 'particularly_major' end || '.persons',
                      day_of(least(t.found_at, t.learned_at))) as sign
    from incident t
    join register r on r.operator = t.operator and r.source = t.source
    join expected e on e.operator = t.operator
    where day_of(least(t.found_at, t.learned_at)) <= on_date()
),
judged as (
    select *,
           case when level <> 'ungraded' and persons >= sign then 'below_sign'
                when level <> 'ungraded'                     then 'graded'
                when complete and known_on < seen_until      then 'not_graded'
                else 'open' end as sentence
    from timed
),
rest as (
    select * from beside_rows('expected', 'incident') b
    where unread or not exists (select * from judged j where j.operator = b.operator)
)
select operator, subject, instance, known_on as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'below_sign' then ['incident_level']
            when 'open' then ['incident_level']
            else [] end as missing,
       'incident_level.' || level as level, known_on, persons, sign, as_of
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence when 'unreadable' then ['register_readable'] else ['incident_register'] end as missing, as_of
from rest
