-- One row a system: its worst log source decides. What an archive, its window, its losses and its silences are stands in shared.sql.
with archive as (
    select * from log_archives('expected', 'log_span')
),
weighed as (
    select a.* replace (a.lost_members - coalesce(b.members, 0) as lost_members, a.lost_numbers - coalesce(b.numbers, 0) as lost_numbers,
                        a.clearings - coalesce(b.clearings, 0) as clearings),
           coalesce(b.members, 0) as earlier_members, coalesce(b.numbers, 0) as earlier_numbers, coalesce(b.clearings, 0) as earlier_clearings,
           s.* exclude (operator, subject, source), d.* exclude (operator, subject, source), c.* exclude (operator, subject, source),
           (select struct_pack(began := o.began, ended := o.ended) from log_outages('outage') o
            where o.operator = a.operator and o.subject = a.subject and o.begun_about <= a.as_of and o.ended_about >= a.required
            order by o.ended desc limit 1) as out,
           exists (select * from log_outages('outage') o
                   where o.operator = a.operator and o.subject = a.subject and o.begun_about <= a.last and o.ended_about >= a.as_of) as out_at_end
    from archive a
    left join log_losses_before('archive', 'log_loss') b using (operator, subject, source)
    left join log_silences('archive', 'log_span', 'log_gap', 'outage') s using (operator, subject, source)
    left join log_days_held('archive', 'log_day') d using (operator, subject, source)
    left join log_categories_short('archive', 'log_span') c using (operator, subject, source)
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
                when lost_members + lost_numbers + clearings > 0 and out is not null then 'lost_in_outage'
                when lost_members + lost_numbers + clearings > 0                 then 'lost'
                when damaged > 0                                                 then 'damaged'
                when unread                                                      then 'unreadable'
                when first > required                                            then 'short_but_partial'
                when last < add_days(as_of, -threshold('logs.trailing_days')) and not out_at_end then 'stopped'
                when category_first is not null                                  then 'category_short'
                when probability < threshold('logs.silence_probability')         then 'silent'
                when blank_from is not null                                      then 'blank'
                when thinnest < fullest * threshold('logs.thin_share') and out is null
                     and fullest > threshold('logs.month_days') * threshold('logs.held_share') then 'thinned'
                when not complete and window_held < window_days * threshold('logs.held_share') then 'sampled'
                when earlier_members + earlier_numbers + earlier_clearings > 0   then 'kept_since_loss'
                else 'kept' end as sentence
    from weighed
),
answer(sentence, standing, missing) as ( -- against the operator, open, or for it: the worst source of a system decides
    values ('emptied',           'a against', []),
           ('too_short',         'a against', []),
           ('lost',              'a against', []),
           ('nothing_given',     'b open',    ['log_archive']),
           ('unreadable',        'b open',    ['log_archive_readable']),
           ('damaged',           'b open',    ['log_archive_readable']),
           ('lost_in_outage',    'b open',    ['outage_record']),
           ('undated',           'b open',    ['log_dated_records']),
           ('stale',             'b open',    ['log_archive_fresh']),
           ('year_inferred',     'b open',    ['log_year_proof']),
           ('short_but_partial', 'b open',    ['log_archive_complete']),
           ('stopped',           'b open',    ['log_archive_fresh', 'outage_record']),
           ('silent',            'b open',    ['outage_record']),
           ('blank',             'b open',    ['log_archive_complete', 'outage_record']),
           ('category_short',    'b open',    ['log_archive_complete']),
           ('thinned',           'b open',    ['log_archive_complete', 'outage_record']),
           ('sampled',           'b open',    ['log_archive_complete']),
           ('kept_since_loss',   'c for',     []),
           ('kept',              'c for',     [])
),
worst as (
    select j.*, row_number() over (partition by j.operator, j.subject order by n.standing, j.source) as place
    from judged j join answer n using (sentence)
)
select e.operator, e.subject, null as instance, null as at, n.sentence, n.missing,
       case when n.sentence in ('nothing_given', 'unreadable') then []
            when n.sentence = 'emptied' then
                 (select list(s.exhibit) from source s where s.operator = e.operator and s.source = w.source)
            else (select list(m.exhibit order by m.first, m.path) from log_member m
                  where m.operator = e.operator and m.source = w.source and m.exhibit is not null) end as exhibits,
       w.source, w.as_of, w.first, w.last, w.required, w.months, w.held_days, w.lost_members, w.lost_numbers, w.clearings, w.damaged,
       w.earlier_members, w.earlier_numbers, w.earlier_clearings, w.undated_records / nullif(w.records, 0) as undated,
       w.probability, w.silence_from, w.silence_to, w.blank_from, w.blank_to, w.category_first, w.category_last, w.family,
       w.window_held, w.window_days, w.fullest, w.thinnest, w.out.began as outage_from, w.out.ended as outage_to
from expected e
left join worst w on w.operator = e.operator and w.subject = e.subject and w.place = 1
join answer n     on n.sentence = coalesce(w.sentence, 'nothing_given')
