-- Log archives. One row an expected system and source of its logs: what all the log families handed over under that name hold together, and
-- the window that they must reach over. The window ends at the source's as-of date, not at the day of judging; a system younger than the
-- window is judged from its start, and nobody had to keep what was written before the duty came into force.
create macro log_archives(scope, spans) as table
with held as (
    select operator, source, day_of(min(first)) as first, day_of(max(last)) as last, sum(lines) as records, max(days_with_events) as held_days,
           -- a line without a time goes on with the record before it, unless times stand in hardly any line, or anywhere in it
           coalesce(sum(undated_lines) filter (format is null or format = 'text_with_time'
                                               or undated_lines > lines * threshold('logs.continued_share')), 0) as undated_records,
           bool_or(year_inferred) as year_inferred, coalesce(sum(len(missing_members)), 0) as lost_members,
           coalesce(sum(sequence_missing), 0) as lost_numbers, coalesce(sum(cleared_events), 0) as clearings,
           coalesce(sum(len(damaged_members)), 0) as damaged
    from query_table(spans) group by operator, source
),
given as (
    select e.operator, e.subject, e.since, e.binds_since, s.source, s.given, coalesce(s.complete, false) as complete,
           exists (select * from unreadable u where u.operator = s.operator and u.source = s.source) as unread,
           least(coalesce(s.as_of, h.last), on_date()) as as_of, h.* exclude (operator, source)
    from query_table(scope) e
    join source_about a on a.operator = e.operator and a.kind = 'system' and a.subject = e.subject
    join source s       on s.operator = a.operator and s.source = a.source and s.kind = 'logs'
    left join held h    on h.operator = s.operator and h.source = s.source
)
select *, law_number('log_retention.months', on_date()) as months,
       greatest(add_months(as_of, -law_number('log_retention.months', on_date())), since, binds_since) as required
from given;

-- What an archive lost before its window begins, which decides nothing. What is not known to lie before it counts within it.
create macro log_losses_before(archives, losses) as table
select a.operator, a.subject, a.source, coalesce(sum(l.missing) filter (l.kind = 'member'), 0) as members,
       coalesce(sum(l.missing) filter (l.kind = 'numbers'), 0) as numbers, coalesce(sum(l.missing) filter (l.kind = 'clearing'), 0) as clearings
from query_table(archives) a
join query_table(losses) l on l.operator = a.operator and l.source = a.source and day_of(l.lost_to) < a.required
group by a.operator, a.subject, a.source;

-- When the operator's register says that a system was out; a day at either end for clocks and days without a time.
create macro log_outages(outages) as table
select operator, subject, day_of(began_at) as began, coalesce(day_of(ended_at), on_date()) as ended, add_days(day_of(began_at), -1) as begun_about,
       add_days(coalesce(day_of(ended_at), on_date()), 1) as ended_about
from query_table(outages);

-- The silences of an archive that reach into its window and that no outage explains: the least probable by the source's own rhythm, and the
-- longest of which no rhythm tells (too few records, or the logs of one category end before the next of them begin).
create macro log_silences(archives, spans, gaps, outages) as table
with turned as ( -- of each log family, until when those of its category that begin before it reach
    select operator, source, day_of(first) as first,
           day_of(max(last) over (partition by operator, source, category order by first
                                  rows between unbounded preceding and 1 preceding)) as reached
    from query_table(spans) where first is not null
),
silence as (
    select operator, source, day_of(gap_from) as begun, day_of(gap_to) as ended, probability from query_table(gaps)
    union all
    select operator, source, reached, first, null from turned
),
unexplained as (
    select a.operator, a.subject, a.source, s.begun, s.ended, s.probability,
           s.probability is null and s.ended > add_days(s.begun, threshold('logs.trailing_days')) as blank
    from query_table(archives) a
    join silence s on s.operator = a.operator and s.source = a.source and s.ended > a.required
    where not exists (select * from log_outages(outages) o where o.operator = a.operator and o.subject = a.subject
                      and o.begun_about <= s.begun and o.ended_about >= s.ended)
)
select operator, subject, source, min(probability) as probability,
       arg_min(begun, probability) as silence_from, arg_min(ended, probability) as silence_to,
       arg_max(begun, ended - begun) filter (blank) as blank_from, arg_max(ended, ended - begun) filter (blank) as blank_to
from unexplained group by operator, subject, source;

-- On how many days of its window an archive holds records, and in the fullest and the thinnest of the window's whole months, counted back from
-- its end.
create macro log_days_held(archives, dated) as table
with held as (
    select a.operator, a.subject, a.source, (a.as_of - d.day) // threshold('logs.month_days')::int as month, count(distinct d.day) as days,
           any_value(a.as_of - a.required + 1) as window_days, window_days // threshold('logs.month_days')::int as months
    from query_table(archives) a
    join query_table(dated) d on d.operator = a.operator and d.source = a.source and d.day between a.required and a.as_of
    group by a.operator, a.subject, a.source, month
)
select operator, subject, source, any_value(window_days) as window_days, sum(days) as window_held, max(days) filter (month < months) as fullest,
       case when count(*) filter (month < months) < any_value(months) then 0 else min(days) filter (month < months) end as thinnest
from held group by operator, subject, source;

-- The category of an archive whose logs cover the smallest part of the window only: those of another do not make up for them.
create macro log_categories_short(archives, spans) as table
with category as ( -- what the logs of one category reach together, and which family begins last
    select operator, source, category, day_of(min(first)) as first, day_of(max(last)) as last, arg_min(path, first) as family
    from query_table(spans) where category is not null and first is not null group by operator, source, category
)
select a.operator, a.subject, a.source, min(c.first) as category_first, arg_min(c.last, c.first) as category_last, arg_min(c.family, c.first) as family
from query_table(archives) a
join category c on c.operator = a.operator and c.source = a.source
               and (c.first > a.required or c.last < add_days(a.as_of, -freshness()))
group by a.operator, a.subject, a.source;
