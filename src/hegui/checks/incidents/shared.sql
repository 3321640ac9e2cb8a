-- The incidents known by the day of judging, each with what happened up to that day and how far its source shows it. A time known only to
-- the day may be any instant of it: known_latest and reported_latest are the last one.
create macro last_instant(t, only_day) as case when only_day then (day_of(t) + 1)::timestamp at time zone 'Asia/Shanghai' else t end;

create macro known_incidents(scope) as table
select e.operator, e.subject, i.incident as instance, i.kind, i.cii, i.crime, case when i.kind = 'data' then i.persons_affected end as persons, i.exhibit,
       coalesce(i.level, 'ungraded') as level, coalesce(i.reported_to, []) as reported_to,
       least(i.found_at, i.learned_at) as known_at, day_of(least(i.found_at, i.learned_at)) as known_on,
       least(last_instant(i.found_at, list_contains(i.day_only, 'found_at')),
             last_instant(i.learned_at, list_contains(i.day_only, 'learned_at'))) as known_latest,
       case when day_of(i.reported_at) <= on_date() then i.reported_at end as reported_at, come(day_of(i.reported_at)) as reported_on,
       last_instant(i.reported_at, list_contains(i.day_only, 'reported_at')) as reported_latest,
       come(day_of(i.handled_at)) as handled_on, come(day_of(i.users_told_at)) as told_on,
       come(i.closed_on) as closed_on, come(i.summarised_on) as summarised_on, r.as_of, r.complete, r.seen_until
from query_table(scope) e
join query_table('incident') i on i.operator = e.operator
join register_source r         on r.what = 'incident' and r.operator = i.operator and r.source = i.source
where day_of(least(i.found_at, i.learned_at)) <= on_date();

-- What the register shows of the summary that is due some days after the end of handling.
create macro summary_standing(closed_on, summarised_on, due_on, complete, seen_until) as
case when summarised_on < closed_on        then 'contradictory'
     when closed_on is null                then 'not_closed'
     when summarised_on <= due_on          then 'in_time'
     when summarised_on > due_on           then 'late'
     when complete and due_on < seen_until then 'not_sent'
     else 'open' end;
