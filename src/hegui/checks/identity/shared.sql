-- The latest count of accounts of each expected service, and what it shows: whether somebody whose identity was not verified is served. A row
-- that names no service is about the only one in question; with several it is about none of them.
create macro identity_counts(scope, accounts_table) as table
with sole as (
    select operator, any_value(subject) as subject from query_table(scope) group by operator having count(*) = 1
),
counted as (
    select a.operator, coalesce(a.subject, sole.subject) as subject, a.as_of, a.accounts, a.verified,
           a.unverified as stated_unverified,
           coalesce(a.unverified, a.accounts - a.verified) as unverified, a.unverified_served as served, a.exhibit
    from query_table(accounts_table) a left join sole on sole.operator = a.operator
    where a.as_of <= on_date()
),
latest as (
    select *, row_number() over (partition by operator, subject order by as_of desc, served desc nulls first, exhibit) as place
    from counted
),
unplaced as (
    select operator, count(*) as counts from counted where subject is null group by operator
)
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
from query_table(scope) e
left join latest l   on l.operator = e.operator and l.subject = e.subject and l.place = 1
left join register_whole r on r.operator = e.operator and r.what = accounts_table
left join unplaced u on u.operator = e.operator;
