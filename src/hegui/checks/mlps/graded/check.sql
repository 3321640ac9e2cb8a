-- One row a system: its latest grading on record. Grading is an act: once done and dated it stands, however old the register.
-- That a system was never graded is shown only by a register of all gradings that can be read through and speaks for the present.
with judged as (
    select g.* exclude (graded_on), coalesce(g.graded_on, g.filed_on) as graded_on, r.exhibits as register_exhibits,
           case when listed_level <> declared_level                     then 'level_differs'
                when coalesce(g.graded_on, g.filed_on) is not null      then 'graded'
                when listed_level is not null                           then 'undated'
                when g.unread                                           then 'unreadable'
                when r.whole                                            then 'not_graded'
                when declared_level is not null                         then 'declared_only'
                else 'nothing_given' end as sentence
    from latest_grading('expected') g left join register_whole r on r.operator = g.operator and r.what = 'grading'
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'not_graded' then register_exhibits else shown(exhibit) end as exhibits,
       case sentence
            when 'unreadable'    then ['register_readable']
            when 'not_graded'    then []
            when 'graded'        then []
            else ['grading_report'] end as missing,
       listed_level as level, declared_level as declared, graded_on
from judged
