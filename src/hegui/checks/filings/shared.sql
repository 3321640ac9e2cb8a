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

-- What the ledger shows of a filing that is due by a day (due_on), within limit_of_law days from its beginning.
create macro filing_answered(filings) as table
with judged as (
    select *,
           case when filed_on is not null and number is null  then 'unnumbered'
                when filed_on <= due_on                        then 'in_time'
                when filed_on > due_on                         then 'late'
                when filed_on is not null                      then 'start_open'
                when unplaced                                  then 'unplaced'
                when unread                                    then 'unreadable'
                when not given                                 then 'nothing_given'
                when whole and due_on < as_of                  then 'not_filed'
                else 'open' end as sentence
    from query_table(filings)
)
select operator, subject, null as instance, null as at, sentence,
       case when exhibit is not null then [exhibit] when sentence = 'not_filed' then register_exhibits else [] end as exhibits,
       case sentence
            when 'start_open'    then ['filing_start']
            when 'unnumbered'    then ['filing_receipt']
            when 'open'          then ['filing_receipt', 'filing_start']
            when 'unplaced'      then ['row_subject']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['filing_ledger', 'filing_receipt']
            else [] end as missing,
       filed_on, begun_on, due_on, limit_of_law::bigint as days, number, as_of
from judged;
