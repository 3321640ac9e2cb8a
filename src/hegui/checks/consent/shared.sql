-- One row an expected service on whose pages some rules find something: what they find and on how many pages. Where a rule finds it
-- mechanically (decides), only such pages and rules count; what a person must weigh counts where nothing else is found.
create macro found_on_pages(scope, some_rules) as table
with seen as (
    select e.operator, e.subject, p.page, p.exhibit, coalesce(s.as_of, day_of(x.taken_at)) as seen_on
    from query_table(scope) e
    join source_about a on a.operator = e.operator and a.kind = 'service' and a.subject = e.subject
    join page p         on p.operator = a.operator and p.source = a.source
    join source s       on s.operator = p.operator and s.source = p.source
    left join exhibit x on x.operator = p.operator and x.exhibit = p.exhibit
),
pages as (
    select operator, subject, count(distinct page) as pages, min(seen_on) as seen_on from seen group by operator, subject
),
fault as (
    select s.operator, s.subject, s.page, s.exhibit, f.rule, f.strength = 'decides' as decides,
           bool_or(f.strength = 'decides') over (partition by s.operator, s.subject) as decided
    from seen s
    join page_finding f on f.operator = s.operator and f.exhibit = s.exhibit
    where list_contains(some_rules, f.rule)
)
select p.operator, p.subject, any_value(p.pages) as pages, any_value(p.seen_on) as seen_on,
       any_value(p.seen_on) < add_days(on_date(), -freshness()) as stale, bool_or(f.decides) as decides, count(distinct f.page) as failing,
       list(distinct 'page_rule.' || f.rule order by 'page_rule.' || f.rule) as faults, list(distinct f.exhibit order by f.exhibit) as exhibits
from pages p
join fault f on f.operator = p.operator and f.subject = p.subject and (f.decides or not f.decided)
group by p.operator, p.subject;
