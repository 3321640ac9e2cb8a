-- One row a service whose pages show consent that is no act of the person, or signs of that. A clean page proves nothing: it is only one of the
-- places where information is collected, so it gives no row. What a rule finds mechanically decides; what a person must weigh does not.
with seen as (
    select e.operator, e.subject, p.page, p.exhibit, coalesce(s.as_of, day_of(x.taken_at)) as seen_on
    from expected e
    join source_about a on a.operator = e.operator and a.kind = 'service' and a.subject = e.subject
    join page p         on p.operator = a.operator and p.source = a.source
    join source s       on s.operator = p.operator and s.source = p.source
    left join exhibit x on x.operator = p.operator and x.exhibit = p.exhibit
),
fault as (
    select distinct s.operator, s.subject, s.page, s.exhibit, f.rule, f.strength = 'decides' as decides
    from seen s
    join page_finding f on f.operator = s.operator and f.exhibit = s.exhibit
    where f.rule in ('preticked_consent', 'no_refusal', 'forced_consent', 'tracking_before_consent', 'asks_again_after_refusal',
                     'bundled_consent', 'consent_by_continuing', 'refusal_harder', 'sensitive_without_separate_consent',
                     'small_print_consent', 'low_contrast_consent')
),
counted as (
    select operator, subject, bool_or(decides) as decides,
           count(distinct page) filter (where decides) as failing, count(distinct page) as doubtful,
           list(distinct 'page_rule.' || rule order by 'page_rule.' || rule) filter (where decides) as faults,
           list(distinct 'page_rule.' || rule order by 'page_rule.' || rule) as signs,
           list(distinct exhibit order by exhibit) filter (where decides) as deciding, list(distinct exhibit order by exhibit) as exhibits
    from fault group by operator, subject
),
pages as (
    select operator, subject, count(distinct page) as pages, min(seen_on) as seen_on from seen group by operator, subject
)
select c.operator, c.subject, null as instance, null as at,
       case when p.seen_on < add_days(on_date(), -freshness()) then 'stale' when c.decides then 'taken' else 'doubtful' end as sentence,
       case when c.decides then c.deciding else c.exhibits end as exhibits, ['consent_page'] as missing,
       p.pages, case when c.decides then c.failing else c.doubtful end as failing, case when c.decides then c.faults else c.signs end as faults,
       p.seen_on
from counted c join pages p on p.operator = c.operator and p.subject = c.subject
