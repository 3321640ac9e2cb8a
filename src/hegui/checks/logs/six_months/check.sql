-- One row a system: its worst log source decides. A source is all the log families handed over under one name.
-- The window ends at the source's as-of date, not at the day of judging; a system younger than the window is judged from its start,
-- and nobody had to keep what was written before the duty came into force. Logs of one category do not make up for those of another.
with span as (
    select operator, source,
           day_of(min(first)) as first, day_of(max(last)) as last,
           sum(lines) as records, max(days_with_events) as held_days,
           -- a line without a time goes on with the record before it, unless times stand in hardly any line, or anywhere in it
           coalesce(sum(undated_lines) filter (format is null or format = 'text_with_time'
                                               or undated_lines > lines * threshold('logs.continued_share')), 0) as undated_records,
           bool_or(year_inferred) as year_inferred,
           coalesce(sum(len(missing_members)), 0) as missing_members, coalesce(sum(len(damaged_members)), 0) as damaged,
           coalesce(sum(sequence_missing), 0) as sequence_missing, coalesce(sum(cleared_events), 0) as cleared
    from log_span group by operator, source
),
category as ( -- the logs of one category: what they reach together, and which family begins last
    select operator, source, category, day_of(min(first)) as first, day_of(max(last)) as last, arg_min(path, first) as family
    from log_span where category is not null and first is not null group by operator, source, category
),
turned as ( -- one family of a category after the other: until when those before it reach
    select operator, source, path, day_of(first) as first,
           day_of(max(last) over (partition by operator, source, category order by first
                                  rows between unbounded preceding and 1 preceding)) as reached
    from log_span where first is not null
),
given as (
    select e.operator, e.subject, e.since, e.binds_since, s.source, s.given, coalesce(s.complete, false) as complete,
           case when coalesce(s.as_of, span.last) > on_date() then on_date() else coalesce(s.as_of, span.last) end as as_of,
           span.* exclude (operator, source),
           exists (select * from unreadable u where u.operator = s.operator and u.source = s.source) as unread
    from expected e
    join source_about a on a.operator = e.operator and a.kind = 'system' and a.subject = e.subject
    join source s on s.operator = a.operator and s.source = a.source and s.kind = 'logs'
    left join span on span.operator = s.operator and span.source = s.source
),
windowed as (
    select *, law_number('log_retention.months', on_date()) as months,
           greatest(add_months(as_of, -law_number('log_retention.months', on_date())), since, binds_since) as required
    from given
),
out as ( -- when the operator's register says that a system was out; a day at either end for clocks and days without a time
    select operator, subject, add_days(day_of(began_at), -1) as begun, add_days(coalesce(day_of(ended_at), on_date()), 1) as ended
    from outage
),
short as ( -- a category whose logs cover a part of the window only
    select w.operator, w.subject, w.source, min(c.first) as category_first, arg_min(c.last, c.first) as category_last,
           arg_min(c.family, c.first) as family
    from windowed w
    join category c on c.operator = w.operator and c.source = w.source
                    and (c.first > w.required or c.last < add_days(w.as_of, -freshness()))
    group by w.operator, w.subject, w.source
),
blank as ( -- the longest time within the window of which nothing tells whether the source always falls silent like that
    select operator, subject, source, arg_max(begun, ended - begun) as blank_from, arg_max(ended, ended - begun) as blank_to
    from (select w.operator, w.subject, w.source, day_of(g.gap_from) as begun, day_of(g.gap_to) as ended
          from windowed w join log_gap g on g.operator = w.operator and g.source = w.source and g.probability is null
          where day_of(g.gap_to) > w.required
          union all
          select w.operator, w.subject, w.source, t.reached, t.first
          from windowed w join turned t on t.operator = w.operator and t.source = w.source
          where t.first > w.required) s
    where ended > add_days(begun, threshold('logs.trailing_days'))
      and not exists (select * from out o where o.operator = s.operator and o.subject = s.subject
                      and o.begun <= s.begun and o.ended >= s.ended)
    group by operator, subject, source
),
held as ( -- on how many days of the window there are records
    select w.operator, w.subject, w.source, count(distinct d.day) as window_held
    from windowed w
    join log_day d on d.operator = w.operator and d.source = w.source and d.day between w.required and w.as_of
    group by w.operator, w.subject, w.source
),
thin as ( -- of the months of the window, counted back from its end: the days with records in the fullest and in the thinnest
    select operator, subject, source, max(held) as fullest,
           case when count(*) < any_value(months) then 0 else min(held) end as thinnest
    from (select w.operator, w.subject, w.source, count(distinct d.day) as held,
                 any_value((w.as_of - w.required + 1) // threshold('logs.month_days')::int) as months
          from windowed w
          join log_day d on d.operator = w.operator and d.source = w.source and d.day between w.required and w.as_of
          where (w.as_of - d.day) // threshold('logs.month_days')::int < (w.as_of - w.required + 1) // threshold('logs.month_days')::int
          group by w.operator, w.subject, w.source, (w.as_of - d.day) // threshold('logs.month_days')::int) m
    group by operator, subject, source
),
silence as ( -- the least probable silence that reaches into the window and that no outage explains
    select w.operator, w.subject, w.source, min(g.probability) as probability,
           arg_min(day_of(g.gap_from), g.probability) as silence_from, arg_min(day_of(g.gap_to), g.probability) as silence_to
    from windowed w
    join log_gap g on g.operator = w.operator and g.source = w.source and day_of(g.gap_to) > w.required
    where not exists (select * from out o where o.operator = w.operator and o.subject = w.subject
                      and o.begun <= day_of(g.gap_from) and o.ended >= day_of(g.gap_to))
    group by w.operator, w.subject, w.source
),
weighed as (
    select w.*, s.probability, s.silence_from, s.silence_to,
           b.blank_from, b.blank_to, k.category_first, k.category_last, k.family, h.window_held, t.fullest, t.thinnest, w.as_of - w.required + 1 as window_days,
           (select struct_pack(begun := add_days(o.begun, 1), ended := add_days(o.ended, -1)) from out o
            where o.operator = w.operator and o.subject = w.subject and o.begun <= w.as_of and o.ended >= w.required
            order by o.ended desc limit 1) as recorded,
           exists (select * from out o where o.operator = w.operator and o.subject = w.subject
                   and o.begun <= w.last and o.ended >= w.as_of) as out_at_end
    from windowed w
    left join silence s on s.operator = w.operator and s.subject = w.subject and s.source = w.source
    left join blank b on b.operator = w.operator and b.subject = w.subject and b.source = w.source
    left join short k on k.operator = w.operator and k.subject = w.subject and k.source = w.source
    left join thin t on t.operator = w.operator and t.subject = w.subject and t.source = w.source
    left join held h on h.operator = w.operator and h.subject = w.subject and h.source = w.source
),
judged as (
    select *,
           case when coalesce(records, 0) = 0 and unread                         then 'unreadable'
                when coalesce(records, 0) = 0 and complete and given             then 'emptied'
                when coalesce(records, 0) = 0                                    then 'nothing_given'
                when undated_records > records * threshold('logs.undated_share') then 'undated'
                when as_of < add_days(on_date(), -freshness())                   then 'stale'
                when year_inferred                                               then 'year_inferred'
                when first > required and complete and not unread and damaged = 0 then 'too_short'
                when missing_members + sequence_missing + cleared > 0 and recorded is not null then 'lost_in_outage'
                when missing_members + sequence_missing + cleared > 0            then 'lost'
                when damaged > 0                                                 then 'damaged'
                when unread                                                      then 'unreadable'
                when first > required                                            then 'short_but_partial'
                when last < add_days(as_of, -threshold('logs.trailing_days')) and not out_at_end then 'stopped'
                when category_first is not null                                  then 'category_short'
                when probability < threshold('logs.silence_probability')         then 'silent'
                when blank_from is not null                                      then 'blank'
                when thinnest < fullest * threshold('logs.thin_share') and recorded is null
                     and fullest > threshold('logs.month_days') * threshold('logs.held_share') then 'thinned'
                when not complete and window_held < window_days * threshold('logs.held_share') then 'sampled'
                else 'kept' end as sentence
    from weighed
),
severity as (
    select * from (values ('emptied', 0), ('too_short', 0), ('lost', 0), ('kept', 1)) as v(sentence, mildness)
),
worst as (
    select j.*, row_number() over (
        partition by j.operator, j.subject
        order by case when v.mildness = 0 then 'a' when v.mildness is null then 'b' else 'c' end, j.source) as place
    from judged j left join severity v on v.sentence = j.sentence
)
select e.operator, e.subject, null as instance, null as at,
       coalesce(w.sentence, 'nothing_given') as sentence,
       case when w.sentence in ('nothing_given', 'unreadable') then []
            when w.sentence = 'emptied' then
                 (select list(s.exhibit) from source s where s.operator = e.operator and s.source = w.source)
            else (select list(m.exhibit order by m.first, m.path) from log_member m
                  where m.operator = e.operator and m.source = w.source and m.exhibit is not null) end as exhibits,
       case coalesce(w.sentence, 'nothing_given')
            when 'nothing_given'     then ['log_archive']
            when 'unreadable'        then ['log_archive_readable']
            when 'damaged'           then ['log_archive_readable']
            when 'lost_in_outage'    then ['outage_record']
            when 'undated'           then ['log_dated_records']
            when 'stale'             then ['log_archive_fresh']
            when 'year_inferred'     then ['log_year_proof']
            when 'short_but_partial' then ['log_archive_complete']
            when 'stopped'           then ['log_archive_fresh', 'outage_record']
            when 'silent'            then ['outage_record']
            when 'blank'             then ['log_archive_complete', 'outage_record']
            when 'category_short'    then ['log_archive_complete']
            when 'thinned'           then ['log_archive_complete', 'outage_record']
            when 'sampled'           then ['log_archive_complete']
            else [] end as missing,
       w.source, w.as_of, w.first, w.last, w.required, w.months, w.held_days, w.missing_members, w.sequence_missing, w.cleared,
       case when w.sentence = 'blank' then w.blank_from else w.silence_from end as silence_from,
       case when w.sentence = 'blank' then w.blank_to else w.silence_to end as silence_to,
       w.category_first, w.category_last, w.family, w.window_held, w.window_days, w.fullest, w.thinnest, w.probability, w.damaged, w.recorded.begun as outage_from, w.recorded.ended as outage_to,
       case when w.records > 0 then w.undated_records / w.records end as undated
from expected e
left join worst w on w.operator = e.operator and w.subject = e.subject and w.place = 1
