-- One row a system: its latest grading on record. Grading is an act: once done and dated it stands, however old the register.
-- That a system was never graded is shown only by a register of all gradings that can be read through and speaks for the present.
with register as (
    select s.operator, list(s.exhibit order by s.source) as exhibits, bool_or(h.source is not null) as unread,
           bool_and(s.given and s.complete and h.source is null and s.as_of >= add_days(on_date(), -freshness())) as whole
    from source s left join hole h on h.operator = s.operator and h.source = s.source
    where s.what = 'grading'
    group by s.operator
),
-- A system that was filed was graded by then.
graded as (
    select operator, subject, level, coalesce(graded_on, filed_on) as graded_on, exhibit,
           row_number() over (
               partition by operator, subject order by coalesce(graded_on, filed_on) desc nulls last, level desc, exhibit) as place
    from grading
    where coalesce(coalesce(graded_on, filed_on) <= on_date(), true)
),
judged as (
    select e.operator, e.subject, e.level as declared, g.level, g.graded_on, g.exhibit, r.exhibits as register_exhibits,
           case when g.level <> e.level         then 'level_differs'
                when g.graded_on is not null    then 'graded'
                when g.level is not null        then 'undated'
                when r.unread                   then 'unreadable'
                when r.whole                    then 'not_graded'
                when e.level is not null        then 'declared_only'
                else 'nothing_given' end as sentence
    from expected e
    left join graded g   on g.operator = e.operator and g.subject = e.subject and g.place = 1
    left join register r on r.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'not_graded' then register_exhibits when exhibit is not null then [exhibit] else [] end as exhibits,
       case sentence
            when 'level_differs' then ['grading_report']
            when 'undated'       then ['grading_report']
            when 'unreadable'    then ['register_readable']
            when 'declared_only' then ['grading_report']
            when 'nothing_given' then ['grading_report']
            else [] end as missing,
       level, declared, graded_on
from judged
