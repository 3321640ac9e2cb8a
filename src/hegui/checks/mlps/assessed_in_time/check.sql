-- One row a system. The Measures of 2007 and the answer of 2025 both name a period; where they differ (level 4) the shorter one
-- proves, the longer one disproves, and between the two nobody can say. Before the first assessment the period runs from grading
-- or going live, whichever is later. The higher of the level in the register and the level in the profile counts.
with register as (
    select s.operator, s.source, s.as_of, h.source is not null as unread,
           coalesce(s.given and s.complete and h.source is null and s.as_of >= add_days(on_date(), -freshness()), false) as whole
    from source s left join hole h on h.operator = s.operator and h.source = s.source
    where s.what = 'grading'
),
unread as (
    select operator from register where unread group by operator
),
listed as (
    select g.operator, g.subject, g.level, g.graded_on, g.live_on, g.assessor, g.conclusion, g.exhibit, r.as_of, r.whole,
           case when g.assessed_on <= on_date() then g.assessed_on end as assessed_on,
           row_number() over (
               partition by g.operator, g.subject
               order by coalesce(g.graded_on, g.filed_on) desc nulls last, g.assessed_on desc nulls last, g.exhibit) as place
    from grading g join register r on r.operator = g.operator and r.source = g.source
    where coalesce(g.graded_on <= on_date(), true)
),
dated as (
    select e.operator, e.subject, greatest(l.level, e.level) as level, l.assessed_on, l.assessor, l.conclusion, l.exhibit, l.as_of,
           l.whole, u.operator is not null as unread,
           case when l.assessed_on is not null then l.assessed_on
                when l.graded_on is not null   then greatest(l.graded_on, l.live_on, e.since) end as runs_from
    from expected e
    left join listed l on l.operator = e.operator and l.subject = e.subject and l.place = 1
    left join unread u on u.operator = e.operator
),
periods as (
    select *, law_number('mlps_assessment.level_' || level || '.months', on_date()) as measures_months,
           law_number('mlps_assessment_letter.months', on_date()) as letter_months
    from dated
),
due as (
    select *, least(measures_months, letter_months) as months, greatest(measures_months, letter_months) as longest_months,
           add_months(runs_from, least(measures_months, letter_months))    as due_on,
           add_months(runs_from, greatest(measures_months, letter_months)) as last_due_on
    from periods
),
judged as (
    select *,
           case when level < law_number('mlps_assessment.min_level', on_date())                  then 'below_level'
                when exhibit is null and unread                                                  then 'unreadable'
                when exhibit is null                                                             then 'nothing_given'
                when level is null or runs_from is null                                          then 'undated'
                when months is null                                                              then 'no_period'
                when assessor is null and assessed_on is not null and on_date() <= last_due_on   then 'assessor_missing'
                when assessed_on is not null and on_date() <= due_on                             then 'in_time'
                when on_date() <= due_on                                                         then 'not_due'
                when on_date() <= last_due_on                                                    then 'texts_differ'
                when whole and as_of > last_due_on and assessed_on is null                       then 'never'
                when whole and as_of > last_due_on                                               then 'overdue'
                else 'not_shown' end as sentence
    from due
)
select operator, subject, null as instance, null as at, sentence,
       case when exhibit is not null then [exhibit] else [] end as exhibits,
       case sentence
            when 'unreadable'       then ['register_readable']
            when 'nothing_given'    then ['assessment_report']
            when 'undated'          then ['grading_report']
            when 'assessor_missing' then ['assessment_report']
            when 'no_period'        then ['assessment_report']
            when 'texts_differ'     then ['assessment_report']
            when 'not_shown'        then ['assessment_report', 'register_complete']
            else [] end as missing,
       level, assessed_on, assessor, 'conclusion.' || conclusion as conclusion, runs_from, months, longest_months, due_on, last_due_on,
       as_of
from judged
