-- What every check may ask beside the fact tables; what only the checks of one topic share stands in <topic>/shared.sql. A check names a
-- register by its id: where what = 'notice'. Macros take the names of tables as text: rows_of('expected', 'notice').

-- Whether what speaks for a day speaks for the present; a day that has come, or null; one exhibit as a list.
create macro fresh(day) as coalesce(day >= add_days(on_date(), -freshness()), false);
create macro come(day) as case when day <= on_date() then day end;
create macro shown(exhibit) as case when exhibit is not null then [exhibit] else [] end;

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
       bool_and(coalesce(s.given and s.complete and h.source is null and fresh(s.as_of), false)) as whole
from source s left join hole h on h.operator = s.operator and h.source = s.source
group by s.what, s.operator;

-- The same for the folders of documents of an operator.
create table folder_whole as
select s.operator, list(s.exhibit order by s.source) as exhibits, bool_or(h.source is not null) as unread,
       bool_and(coalesce(s.given and s.complete and h.source is null and fresh(s.as_of), false)) as whole
from source s left join hole h on h.operator = s.operator and h.source = s.source
where s.kind = 'documents'
group by s.operator;

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
