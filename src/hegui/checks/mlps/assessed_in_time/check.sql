-- One row a system. The Measures of 2007 and the answer of 2025 both name a period; where they differ (level 4) the shorter one
-- proves, the longer one disproves, and between the two nobody can say. Before the first assessment the period runs from grading
-- or going live, whichever is later. The higher of the level in the register and the level in the profile counts.
with periods as (
    select *, law_number('mlps_assessment.level_' || level || '.months', on_date()) as measures_months,
           law_number('mlps_assessment_letter.months', on_date())                   as letter_months,
           coalesce(assessed_on, case when graded_on is not null then greatest(graded_on, live_on, since) end) as runs_from
    from latest_grading('expected')
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
       shown(exhibit) as exhibits,
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
