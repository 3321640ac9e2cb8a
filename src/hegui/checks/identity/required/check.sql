-- One row a service: its latest count of accounts up to the day of judging. The article forbids to serve whoever gives no real
-- identity; so an unverified account is no failure, an unverified account that is served is one. Counts that do not add up prove nothing.
with register as (
    select s.operator, bool_or(h.source is not null) as unread
    from source s left join hole h on h.operator = s.operator and h.source = s.source
    where s.what = 'account'
    group by s.operator
),
-- A row that names no service is about the only one in question; with several it is about none of them.
sole as (
    select operator, any_value(subject) as subject from expected group by operator having count(*) = 1
),
counted as (
    select a.operator, coalesce(a.subject, sole.subject) as subject, a.as_of, a.accounts, a.verified,
           a.unverified as stated_unverified,
           coalesce(a.unverified, a.accounts - a.verified) as unverified, a.unverified_served as served, a.exhibit
    from account a left join sole on sole.operator = a.operator
    where a.as_of <= on_date()
),
latest as (
    select *, row_number() over (partition by operator, subject order by as_of desc, served desc nulls first, exhibit) as place
    from counted
),
unplaced as (
    select operator, count(*) as counts from counted where subject is null group by operator
),
judged as (
    select e.operator, e.subject, l.as_of, l.accounts, l.verified, l.unverified, l.stated_unverified, l.served, l.exhibit, u.counts as unplaced,
           case when l.exhibit is null and r.unread                            then 'unreadable'
                when l.exhibit is null and u.counts > 0                        then 'unplaced'
                when l.exhibit is null                                         then 'nothing_given'
                when l.as_of < add_days(on_date(), -freshness())               then 'stale'
                when l.verified + l.unverified <> l.accounts
                  or least(l.accounts, l.verified, l.unverified) < 0
                  or l.served > l.unverified                                   then 'contradictory'
                when l.accounts = 0                                            then 'no_accounts'
                when l.unverified = 0                                          then 'all_verified'
                when l.served > 0                                              then 'served'
                when l.served = 0                                              then 'not_served'
                else 'served_unknown' end as sentence
    from expected e
    left join latest l   on l.operator = e.operator and l.subject = e.subject and l.place = 1
    left join register r on r.operator = e.operator
    left join unplaced u on u.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when exhibit is not null then [exhibit] else [] end as exhibits,
       case sentence
            when 'unreadable'     then ['register_readable']
            when 'unplaced'       then ['row_subject']
            when 'nothing_given'  then ['account_counts']
            when 'stale'          then ['account_counts']
            when 'contradictory'  then ['account_counts']
            when 'no_accounts'    then ['account_counts']
            when 'served_unknown' then ['account_served']
            else [] end as missing,
       as_of, accounts, verified, unverified, stated_unverified, served, unplaced
from judged
