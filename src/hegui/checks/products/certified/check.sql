-- One row a product. A certificate or test report that names its body, its number and its day is the act that the article asks for; it
-- must stand before the first sale. The profile's day of the product is the earliest day of sale that the facts know.
with placed as (
    select operator, subject, kind, issuer, number, since, until, exhibit,
           case when coalesce(kind, 'other') not in ('certification', 'test') or since is null then 'bare'
                when until < on_date()                                                        then 'ended'
                else 'holds' end as standing
    from rows_of('expected', 'certificate')
    where coalesce(since <= on_date(), true)
),
best as (
    select *, min(since) filter (where standing <> 'bare') over (partition by operator, subject) as first_since,
           row_number() over (
               partition by operator, subject
               order by array_position(['holds', 'bare', 'ended'], standing), until desc nulls first, exhibit) as place
    from placed where subject is not null
),
unplaced as (
    select operator, count(*) as lines from placed where subject is null group by operator
),
judged as (
    select e.operator, e.subject, greatest(e.since, e.binds_since) as sold_since, b.kind, b.issuer, b.number, b.first_since as since,
           b.until, b.exhibit, r.exhibits as register_exhibits, r.as_of, u.lines as unplaced,
           case when b.standing = 'holds' and e.since < b.first_since and e.binds_since < b.first_since then 'sold_before'
                when b.standing = 'holds'                                                               then 'certified'
                when b.standing = 'bare'                                                                then 'bare'
                when u.lines > 0                                                                        then 'unplaced'
                when b.standing = 'ended' and r.whole                                                   then 'expired'
                when r.unread                                                                           then 'unreadable'
                when r.whole                                                                            then 'none'
                when r.given                                                                            then 'not_shown'
                else 'nothing_given' end as sentence
    from expected e
    left join best b     on b.operator = e.operator and b.subject = e.subject and b.place = 1
    left join register_whole r on r.operator = e.operator and r.what = 'certificate'
    left join unplaced u on u.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'none' then register_exhibits
            else shown(exhibit) end as exhibits,
       case sentence
            when 'sold_before'   then ['first_sale', 'product_certificate']
            when 'bare'          then ['product_certificate']
            when 'not_shown'     then ['product_certificate', 'register_complete']
            when 'unreadable'    then ['register_readable']
            when 'unplaced'      then ['row_subject']
            when 'nothing_given' then ['product_certificate']
            else [] end as missing,
       'certificate.' || kind as kind, issuer, number, since, until, sold_since, as_of, unplaced
from judged
