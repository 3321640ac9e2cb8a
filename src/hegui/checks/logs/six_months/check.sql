-- One row a system: its worst log source decides. A source is all the log families handed over under one name.
-- The window ends at the source's as-of date, not at the day of judging; a system younger than the window is judged from its start,
-- and nobody had to keep what was written before the duty came into force.
with span as (
    select operator, source,
           day_of(min(first)) as first, day_of(max(last)) as last,
           sum(lines) as records, sum(undated_lines) as undated_records, max(days_with_events) as held_days,
           bool_or(year_inferred) as year_inferred,
           coalesce(sum(len(missing_members)), 0) as missing_members, coalesce(sum(len(damaged_members)), 0) as damaged,
           coalesce(sum(sequence_missing), 0) as sequence_missing, coalesce(sum(cleared_events), 0) as cleared
    from log_span group by operator, source
),
given as (
    select e.operator, e.subject, e.since, e.binds_since, s.source, s.given, coalesce(s.complete, false) as complete,
           coalesce(s.as_of, span.last) as as_of,
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
           (select struct_pack(begun := add_days(o.begun, 1), ended := add_days(o.ended, -1)) from out o
            where o.operator = w.operator and o.subject = w.subject and o.begun <= w.as_of and o.ended >= w.required
            order by o.ended desc limit 1) as recorded,
           exists (select * from out o where o.operator = w.operator and o.subject = w.subject
                   and o.begun <= w.last and o.ended >= w.as_of) as out_at_end
    from windowed w
    left join silence s on s.operator = w.operator and s.subject = w.subject and s.source = w.source
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
                when probability < threshold('logs.silence_probability')         then 'silent'
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
            else [] end as missing,
       w.source, w.as_of, w.first, w.last, w.required, w.months, w.held_days, w.missing_members, w.sequence_missing, w.cleared,
       w.silence_from, w.silence_to, w.probability, w.damaged, w.recorded.begun as outage_from, w.recorded.ended as outage_to,
       case when w.records > 0 then w.undated_records / w.records end as undated
from expected e
left join worst w on w.operator = e.operator and w.subject = e.subject and w.place = 1
