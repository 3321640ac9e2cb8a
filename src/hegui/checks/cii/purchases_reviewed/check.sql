-- One row an operator. Which purchases may affect national security no register can say: what is on record supports and no more.
with counted as (
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
    left join register_whole r on r.operator = e.operator and r.what = 'review'
)
select operator, subject, null as instance, null as at, sentence, exhibits,
       case sentence when 'unreadable' then ['register_readable'] else ['purchase_list', 'review_decision'] end as missing,
       forecasts, reviews, last_done, as_of
from judged
