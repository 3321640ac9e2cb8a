-- One row an operator. Which purchases may affect national security no register can say: what is on record supports and no more.
with hole as (
    select operator, source from unreadable
    union select operator, source from coverage where examined < population
),
register as (
    select s.operator, list(s.exhibit order by s.source) as exhibits, max(s.as_of) as as_of, bool_or(s.given) as given,
           bool_or(h.source is not null) as unread,
           bool_and(coalesce(s.given and s.complete and h.source is null and s.as_of >= add_days(on_date(), -freshness()), false)) as whole
    from source s left join hole h on h.operator = s.operator and h.source = s.source
    where s.what = 'review'
    group by s.operator
),
counted as (
    select operator, count(*) filter (where kind = 'procurement_forecast') as forecasts,
           count(*) filter (where kind = 'procurement_review' and conclusion in ('passed', 'passed_with_conditions', 'no_effect')) as reviews,
           coalesce(max(done_on) filter (where conclusion = 'not_passed'), max(done_on)) as last_done,
           bool_or(conclusion = 'not_passed') as not_passed, list(exhibit order by done_on desc) as exhibits
    from review
    where kind in ('procurement_forecast', 'procurement_review') and done_on <= on_date() and coalesce(conclusion, '') <> 'pending'
    group by operator
),
judged as (
    select e.operator, e.subject, c.forecasts, c.reviews, c.last_done, coalesce(c.exhibits, []) as exhibits, r.as_of,
           case when c.not_passed               then 'not_passed'
                when c.last_done is not null    then 'reviewed'
                when r.unread                   then 'unreadable'
                when r.given                    then 'empty'
                else 'nothing_given' end as sentence
    from expected e
    left join counted c  on c.operator = e.operator
    left join register r on r.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence, exhibits,
       case sentence when 'unreadable' then ['register_readable'] else ['purchase_list', 'review_decision'] end as missing,
       forecasts, reviews, last_done, as_of
from judged
