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

-- The rows of a register, each with the subject it is about, and how far its source shows what happened. A row that names no subject is about
-- the only one in question; with several it is about none of them.
create macro rows_of(scope, register_id) as table
select q.* replace (coalesce(q.subject, sole.subject) as subject), r.as_of, r.complete, r.seen_until
from query_table(register_id) q
join register_source r on r.what = register_id and r.operator = q.operator and r.source = q.source
left join (select operator, any_value(subject) as subject from query_table(scope) group by operator having count(*) = 1) sole
       on sole.operator = q.operator;

-- The answers where no row of a register gives one: rows that could not be read, rows that name no subject, an empty register, or none.
-- placed and answered are the check's own rows, before and after they were judged; lacking is what would settle it.
create macro rest_of(scope, register_id, placed, answered, lacking) as table
with rest as (
    select b.operator, b.subject, b.as_of, u.lines as unplaced,
           case when not b.unread and u.lines > 0 then 'unplaced' else b.sentence end as sentence
    from beside_rows(scope, register_id) b
    left join (select operator, count(*) as lines from query_table(placed) where subject is null group by operator) u on u.operator = b.operator
    where b.unread or u.lines > 0
       or not exists (select * from query_table(answered) j where j.operator = b.operator and j.subject = b.subject)
)
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence
            when 'unreadable' then ['register_readable']
            when 'unplaced'   then ['row_subject']
            else lacking end as missing,
       as_of, unplaced
from rest;

-- Requests of one kind about personal information, one row each, with what the register shows of the answer. The articles name no time; for
-- mobile apps the method of 2019 gives working days. Whether the ground of a refusal holds is for a person; one that names no ground cannot
-- be told from inaction.
create macro requests_answered(scope, requests, some_kind) as table
with placed as (
    select operator, subject, request, received_on, exhibit, reason, as_of, complete, seen_until,
           case when answered_on <= on_date() then answered_on end as answered_on,
           case when coalesce(answered_on <= on_date(), true) and outcome <> 'pending' then outcome end as outcome
    from rows_of(scope, requests)
    where kind = some_kind and received_on <= on_date()
),
limited as (
    select p.*, case when list_contains(e.kinds, 'mobile_app') then law_number('pi_request.working_days', p.received_on) end as working_days
    from placed p join query_table(scope) e on e.operator = p.operator and e.subject = p.subject
),
due as (
    select *, case when working_days is not null then add_working_days(received_on, working_days) end as due_on from limited
),
judged as (
    select *, answered_on - received_on as days, coalesce(seen_until, received_on) - received_on as open_days,
           case when answered_on < received_on                                             then 'contradictory'
                when outcome in ('refused', 'partly') and reason is null                   then 'refused_without_reason'
                when outcome in ('refused', 'partly')                                      then 'refused_with_reason'
                when outcome = 'done' and answered_on is null                              then 'incomplete'
                when outcome is null and answered_on is not null                           then 'incomplete'
                when outcome = 'done' and answered_on > due_on                             then 'late'
                when outcome = 'done' and due_on is not null                               then 'done_in_time'
                when outcome = 'done'                                                      then 'done'
                when complete and due_on < seen_until                                      then 'overdue'
                when due_on >= on_date()                                                   then 'not_due'
                else 'open' end as sentence
    from due
)
select operator, subject, request as instance, coalesce(due_on, received_on) as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'contradictory'       then ['request_record']
            when 'refused_with_reason' then ['request_record']
            when 'incomplete'          then ['request_record']
            when 'open'                then ['request_record']
            else [] end as missing,
       received_on, answered_on, days, open_days, due_on, working_days, 'outcome.' || outcome as outcome, 'reason.' || reason as reason, as_of,
       null::bigint as unplaced
from judged
union all by name
select * from rest_of(scope, requests, 'placed', 'judged', ['request_register']);

-- Orders and other documents of authorities of one kind. A document has its number; without one it goes by the day it was received. Several
-- of one name are told apart.
create macro orders_of(orders, some_kind) as table
select o.operator, coalesce(o.number, o.received_on::text) as name, o.authority, o.received_on, o.due_on, o.refused, o.exhibit, o.result,
       r.as_of, r.complete, r.seen_until,
       case when o.rectified_on <= on_date() then o.rectified_on end as rectified_on,
       case when o.answered_on  <= on_date() then o.answered_on end  as answered_on,
       row_number() over (partition by o.operator, coalesce(o.number, o.received_on::text) order by o.received_on, o.exhibit) as place
from query_table(orders) o join register_source r on r.what = orders and r.operator = o.operator and r.source = o.source
where o.kind = some_kind and o.received_on <= on_date();

-- The answers where no order of the kind gives one: rows that could not be read, nothing of this kind, or no register.
create macro no_order(scope, orders, answered) as table
select operator, subject, null as instance, null as at, case sentence when 'empty' then 'none' else sentence end as sentence, [] as exhibits,
       case when unread then ['register_readable'] else ['order_register'] end as missing, as_of
from beside_rows(scope, orders) b
where unread or not exists (select * from query_table(answered) j where j.operator = b.operator);

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

-- What a kept record shows that had to reach back to a day (required), as length in the words of the law; lacking names the rest of the duty.
create macro reach_answered(timed, lacking) as table
with judged as (
    select *,
           case when oldest_on is null and unread                          then 'unreadable'
                when oldest_on is null and given                           then 'none_recorded'
                when oldest_on is null                                     then 'nothing_given'
                when seen_on < add_days(on_date(), -freshness())           then 'stale'
                when oldest_on <= coalesce(greatest(required, begun_on), required) then 'reaching_back'
                when begun_on is null                                      then 'begun_open'
                else 'too_short' end as sentence
    from query_table(timed)
)
select operator, subject, null as instance, null as at, sentence,
       case when exhibit is not null then [exhibit] else [] end as exhibits,
       case sentence
            when 'reaching_back' then lacking
            when 'begun_open'    then ['kept_record_begun']
            when 'stale'         then ['register_fresh']
            when 'unreadable'    then ['register_readable']
            when 'too_short'     then []
            else list_concat(['kept_record_register'], lacking) end as missing,
       begun_on, oldest_on, seen_on, required, as_of, length
from judged;

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

-- One row an expected service with a policy: which of some elements the version in force does not seem to state.
create macro stated_in_policy(scope, some_elements) as table
with asked as (
    select unnest(some_elements) as element
),
found as (
    select p.operator, p.service, list('element.' || a.element order by a.element) filter (where not coalesce(f.present, false)) as lacking
    from policy_of_service p
    cross join asked a
    left join policy_element f on f.operator = p.operator and f.source = p.source and f.path = p.path and f.element = a.element
    group by p.operator, p.service
)
select e.operator, e.subject, p.rules, p.since, p.opened, p.published_at, p.as_of, p.exhibit, f.lacking,
       case when p.unfilled then 'unfilled' when f.lacking is not null then 'lacking' else 'stated' end as sentence,
       case when p.unfilled then ['document_filled'] when f.lacking is not null then ['policy_statement'] else [] end as missing
from query_table(scope) e
join policy_of_service p on p.operator = e.operator and p.service = e.subject
join found f             on f.operator = p.operator and f.service = p.service;

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

-- One row an expected subject of some kind of which a capture was taken: what it was seen to send before consent, where the capture marks
-- when that was given. A value of the declared test identity is certain; what only looks like a kind of personal information is a sign.
create macro sent_before_consent(scope, some_kind) as table
with captured as (
    select e.operator, e.subject, e.binds_since, f.host, f.exhibit, day_of(f.at) as sent_on, 'kind.' || c.kind as kind, c.canary,
           f.source || ' ' || f.capture || ' ' || f.number as flow
    from query_table(scope) e
    join source_about a         on a.operator = e.operator and a.kind = some_kind and a.subject = e.subject
    join traffic_flow f         on f.operator = a.operator and f.source = a.source
    left join traffic_carried c on c.operator = f.operator and c.source = f.source and c.capture = f.capture and c.number = f.number
                               and f.consent = 'before'
    where coalesce(day_of(f.at) <= on_date(), true)
),
counted as (
    select operator, subject, any_value(binds_since) as binds_since, count(distinct flow) as flows, min(sent_on) filter (where canary) as sent_on,
           count(distinct host) filter (where canary) as hosts, list(distinct kind order by kind) filter (where canary) as certain,
           list(distinct kind order by kind) filter (where kind is not null) as kinds,
           list(distinct exhibit order by exhibit) filter (where kind is not null) as carrying,
           list(distinct exhibit order by exhibit) as captures
    from captured group by operator, subject
)
select operator, subject, case when certain is not null then greatest(sent_on, binds_since) end as acted_on, flows, sent_on, hosts,
       coalesce(certain, kinds) as kinds, coalesce(carrying, captures) as exhibits,
       case when certain is not null then 'sent' when kinds is not null then 'perhaps_sent' else 'none_seen' end as sentence
from counted;
