-- What every check may ask beside the fact tables. A check names a register by its id: where what = 'notice'.

-- Sources of which something could not be read or did not count: nothing follows from what they lack.
create table hole as
select operator, source from unreadable
union select operator, source from coverage where examined < population;

-- One row a source of a register: whether it was handed over, whether some of it could not be read, whether somebody says that it is
-- complete, and up to which day it shows what happened.
create table register_source as
select s.what, s.operator, s.source, s.as_of, coalesce(s.given, false) as given, h.source is not null as unread,
       coalesce(s.given and s.complete, false) as complete,
       case when s.as_of is not null then least(s.as_of, on_date()) end as seen_until
from source s left join hole h on h.operator = s.operator and h.source = s.source;

-- One row a register of an operator, over all its sources: whole where each of them is complete, read to the end and fresh, so that what
-- it lacks does not exist.
create table register_whole as
select s.what, s.operator, list(s.exhibit order by s.source) as exhibits, max(s.as_of) as as_of, bool_or(s.given) as given,
       bool_or(h.source is not null) as unread,
       bool_and(coalesce(s.given and s.complete and h.source is null and s.as_of >= add_days(on_date(), -freshness()), false)) as whole
from source s left join hole h on h.operator = s.operator and h.source = s.source
group by s.what, s.operator;

-- The macros below take the names of tables as text: recurring('expected', 'review', ['pi_audit'], law_number('pi_audit.months', on_date())).

-- Acts that must come again, from a register with kind, done_on, conclusion and reported_on: for each expected subject the last concluded
-- act of some kinds, the day by which the next is due, and what the register shows of it.
create macro recurring(scope, acts, some_kinds, every_months) as table
with done as (
    select operator, done_on, assessor, exhibit, case when reported_on <= on_date() then reported_on end as reported_on,
           row_number() over (partition by operator order by done_on desc, reported_on desc nulls last, exhibit) as place
    from query_table(acts)
    where list_contains(some_kinds, kind) and done_on <= on_date() and coalesce(conclusion, '') <> 'pending'
),
latest as (
    select e.operator, e.subject, d.done_on, d.assessor, d.reported_on, d.exhibit, add_months(d.done_on, every_months) as due_on,
           r.as_of, r.given, r.unread, r.whole
    from query_table(scope) e
    left join done d           on d.operator = e.operator and d.place = 1
    left join register_whole r on r.operator = e.operator and r.what = acts
)
select *, case when done_on is null and unread then 'unreadable'
               when done_on is null and given  then 'never'
               when done_on is null            then 'nothing_given'
               when due_on >= on_date()        then 'kept'
               when whole and as_of > due_on   then 'overdue'
               else 'not_shown' end as standing
from latest;

-- For each expected subject its first filing of some kinds in the ledger. A row that names no service is about the operator, or about the
-- only service in question; with several services it is about none of them (unplaced).
create macro filings_of(scope, ledger, some_kinds) as table
with counted as (
    select *, count(*) over (partition by operator) = 1 as alone from query_table(scope)
),
placed as (
    select e.operator, e.subject, f.begun_on, f.number, f.exhibit, case when f.filed_on <= on_date() then f.filed_on end as filed_on,
           row_number() over (partition by e.operator, e.subject order by f.filed_on nulls last, f.exhibit) as place
    from counted e join query_table(ledger) f on f.operator = e.operator
    where list_contains(some_kinds, f.kind) and (e.kind = 'operator' or f.subject = e.subject or (f.subject is null and e.alone))
)
select e.operator, e.subject, e.since, e.binds_since, p.begun_on, p.filed_on, p.number, p.exhibit, r.exhibits as register_exhibits,
       r.as_of, coalesce(r.given, false) as given, coalesce(r.unread, false) as unread, coalesce(r.whole, false) as whole,
       e.kind <> 'operator' and not e.alone and exists (
           select * from query_table(ledger) f
           where f.operator = e.operator and list_contains(some_kinds, f.kind) and f.subject is null) as unplaced
from counted e
left join placed p         on p.operator = e.operator and p.subject = e.subject and p.place = 1
left join register_whole r on r.operator = e.operator and r.what = ledger;

-- Transfers abroad that count: exempt ones and those inside the country are left out; access from abroad is one. Each with its people, and
-- whether its assessment, contract or certificate is valid on the day of judging. A register of another year has other counts.
create macro sent_abroad(transfers) as table
select t.operator, t.exhibit, t.recipient, coalesce(t.important, false) as important, t.persons - coalesce(t.sensitive_persons, 0) as plain,
       t.sensitive_persons as sensitive, t.persons is null or t.sensitive_persons is null as uncounted, coalesce(t.route, 'none') as route,
       coalesce(t.approved_on <= on_date() and coalesce(coalesce(t.until, add_years(t.approved_on,
           case when t.route = 'assessment' then law_number('export_assessment.years', on_date()) end)) >= on_date(), true), false) as valid
from query_table(transfers) t
where t.place <> 'cn' and coalesce(t.route, 'none') <> 'exempt';

-- What no row of a register shows: rows that could not be read, an empty register, or none. For checks that answer row by row.
create macro beside_rows(scope, register_id) as table
select e.operator, e.subject, r.as_of, coalesce(r.unread, false) as unread,
       case when r.unread then 'unreadable' when r.given then 'empty' else 'nothing_given' end as sentence
from query_table(scope) e left join register_whole r on r.operator = e.operator and r.what = register_id;

-- How far back a kind of kept record reaches, for each expected subject, in the row looked at last.
create macro reaching_back(scope, records, some_kind) as table
with counted as (
    select *, count(*) over (partition by operator) = 1 as alone from query_table(scope)
),
placed as (
    select e.operator, e.subject, k.begun_on, k.oldest_on, k.exhibit, least(coalesce(k.checked_on, s.as_of), s.as_of, on_date()) as seen_on,
           row_number() over (partition by e.operator, e.subject order by coalesce(k.checked_on, s.as_of) desc, k.exhibit) as place
    from counted e
    join query_table(records) k on k.operator = e.operator
    join source s               on s.operator = k.operator and s.source = k.source
    where k.kind = some_kind and k.oldest_on <= on_date() and (e.kind = 'operator' or k.subject = e.subject or (k.subject is null and e.alone))
)
select e.operator, e.subject, p.begun_on, p.oldest_on, p.seen_on, p.exhibit, r.as_of, coalesce(r.given, false) as given,
       coalesce(r.unread, false) as unread
from counted e
left join placed p         on p.operator = e.operator and p.subject = e.subject and p.place = 1
left join register_whole r on r.operator = e.operator and r.what = records;

-- One row a service: the version of its policy in force on the day of judging.
create table policy_of_service as
select p.operator, a.subject as service, p.source, p.path, coalesce(p.title, p.path) as rules, p.dated as since, p.handler, p.opened,
       p.published_at, p.consent_by_use, p.exhibit, s.as_of, h.source is not null as unread,
       coalesce(p.placeholder, true) or coalesce(p.characters, 0) < threshold('documents.characters') as unfilled
from policy p
join source s       on s.operator = p.operator and s.source = p.source
join source_about a on a.operator = p.operator and a.source = p.source and a.kind = 'service'
left join hole h    on h.operator = p.operator and h.source = p.source
where coalesce(p.dated <= on_date(), true)
qualify row_number() over (partition by p.operator, a.subject order by p.dated desc nulls last, p.source, p.path) = 1;

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
