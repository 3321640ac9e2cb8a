-- What every check may ask beside the fact tables. A check names a register by its id: where what = 'notice'.

-- Sources of which something could not be read or did not count: nothing follows from what they lack.
create view hole as
select operator, source from unreadable
union select operator, source from coverage where examined < population;

-- One row a source of a register: whether it was handed over, whether some of it could not be read, whether somebody says that it is
-- complete, and up to which day it shows what happened.
create view register_source as
select s.what, s.operator, s.source, s.as_of, coalesce(s.given, false) as given, h.source is not null as unread,
       coalesce(s.given and s.complete, false) as complete,
       case when s.as_of is not null then least(s.as_of, on_date()) end as seen_until
from source s left join hole h on h.operator = s.operator and h.source = s.source;

-- One row a register of an operator, over all its sources: whole where each of them is complete, read to the end and fresh, so that what
-- it lacks does not exist.
create view register_whole as
select s.what, s.operator, list(s.exhibit order by s.source) as exhibits, max(s.as_of) as as_of, bool_or(s.given) as given,
       bool_or(h.source is not null) as unread,
       bool_and(coalesce(s.given and s.complete and h.source is null and s.as_of >= add_days(on_date(), -freshness()), false)) as whole
from source s left join hole h on h.operator = s.operator and h.source = s.source
group by s.what, s.operator;
