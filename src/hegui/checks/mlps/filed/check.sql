-- One row a system. From its level and the days of grading and going live follows the day by which it had to be filed: a system that
-- ran already, from its grading; a new one, from going live. A late filing is a filing: the state holds, and the sentence says how
-- late. The higher of the level in the register and the level in the profile counts.
with dated as (
    select * replace (coalesce(live_on, since) as live_on) from latest_grading('expected')
),
due as (
    select *, case when live_on > graded_on then add_days(live_on, law_number('mlps_filing_new_system.days', live_on))
                   else add_days(graded_on, law_number('mlps_filing.days', graded_on)) end as due_on
    from dated
),
judged as (
    select *,
           case when filed_on is not null and filing_number is null           then 'number_missing'
                when filed_on > due_on                                        then 'filed_late'
                when filed_on is not null                                     then 'filed'
                when level < law_number('mlps_filing.min_level', on_date())   then 'below_level'
                when exhibit is null and unread                               then 'unreadable'
                when exhibit is null                                          then 'nothing_given'
                when level is null or due_on is null                          then 'undated'
                when due_on >= on_date()                                      then 'not_due'
                when whole and as_of > due_on                                 then 'not_filed'
                else 'not_shown' end as sentence
    from due
)
select operator, subject, null as instance, null as at, sentence,
       shown(exhibit) as exhibits,
       case sentence
            when 'number_missing' then ['filing_certificate']
            when 'unreadable'     then ['register_readable']
            when 'nothing_given'  then ['filing_certificate']
            when 'undated'        then ['grading_report']
            when 'not_shown'      then ['filing_certificate', 'register_complete']
            else [] end as missing,
       level, graded_on, live_on, filed_on, filing_number, due_on, as_of, filed_on - due_on as late_days
from judged
