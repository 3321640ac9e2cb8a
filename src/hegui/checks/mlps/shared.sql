-- One row an expected system: its latest grading on record, and the higher of the levels in the register and in the profile. A system that
-- was filed was graded by then. whole: that register has all gradings, was read to the end and is fresh.
create macro latest_grading(scope) as table
with listed as (
    select g.*, r.as_of, r.complete and not r.unread and fresh(r.as_of) as whole,
           row_number() over (
               partition by g.operator, g.subject
               order by coalesce(g.graded_on, g.filed_on) desc nulls last, g.level desc, g.assessed_on desc nulls last, g.exhibit) as place
    from query_table('grading') g
    join register_source r on r.what = 'grading' and r.operator = g.operator and r.source = g.source
    where coalesce(g.graded_on <= on_date(), true)
)
select e.operator, e.subject, e.since, e.level as declared_level, l.level as listed_level, greatest(l.level, e.level) as level,
       l.graded_on, l.live_on, come(l.filed_on) as filed_on, l.filing_number, come(l.assessed_on) as assessed_on, l.assessor, l.conclusion,
       l.exhibit, l.as_of, coalesce(l.whole, false) as whole, coalesce(r.unread, false) as unread
from query_table(scope) e
left join listed l         on l.operator = e.operator and l.subject = e.subject and l.place = 1
left join register_whole r on r.operator = e.operator and r.what = 'grading';
