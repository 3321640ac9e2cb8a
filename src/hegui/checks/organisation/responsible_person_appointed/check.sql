-- One row an operator. An appointment on record and in force decides; so does an approved letter of appointment. The name in the
-- profile alone is the operator's own word. Nobody is appointed only if a register says so that is declared to hold all
-- appointments, can be read through and speaks for the present.
with appointed as (
    select a.operator, a.person, a.appointed_on, a.ended_on, a.document, a.exhibit, s.as_of,
           a.ended_on is null or a.ended_on >= on_date() as holds,
           fresh(s.as_of)  as fresh,
           row_number() over (
               partition by a.operator
               order by a.ended_on is null or a.ended_on >= on_date() desc, s.as_of desc, a.appointed_on desc, a.exhibit) as place
    from appointment a join source s on s.operator = a.operator and s.source = a.source
    where a.role = 'responsible_person' and a.appointed_on <= on_date()
),
letter as (
    select d.operator, coalesce(d.title, d.path) as title, d.approved_by, d.approved_on, d.exhibit,
           row_number() over (partition by d.operator order by d.approved_on desc, d.path) as place
    from document d join source s on s.operator = d.operator and s.source = d.source
    where d.document = 'appointment_letter' and not coalesce(d.placeholder, true)
      and list_has_all(d.names_topics, ['role', 'appointment', 'network_security'])
      and d.approved_by is not null and d.approved_on <= on_date() and fresh(s.as_of)
),
named as (
    select operator, min(since) as since, min(exhibit) as exhibit
    from person
    where role = 'responsible_person' and coalesce(since <= on_date(), true) and coalesce(until >= on_date(), true)
    group by operator
),
judged as (
    select e.operator, e.subject, a.person, a.appointed_on, a.ended_on, a.document, a.as_of, l.title as letter, l.approved_by,
           l.approved_on, n.since as named_since,
           case when a.holds and a.fresh                                 then 'appointed'
                when coalesce(r.whole, false) and l.title is not null    then 'contradictory'
                when r.whole and a.ended_on is not null                  then 'vacant'
                when r.whole                                             then 'none'
                when l.title is not null                                 then 'appointed_by_letter'
                when a.holds                                             then 'stale'
                when a.ended_on is not null                              then 'ended'
                when r.unread                                            then 'unreadable'
                when n.operator is not null                              then 'named_only'
                else 'nothing_given' end as sentence,
           a.exhibit as row_exhibit, l.exhibit as letter_exhibit, n.exhibit as name_exhibit, r.exhibits as register_exhibits
    from expected e
    left join register_whole r  on r.operator = e.operator and r.what = 'appointment'
    left join appointed a on a.operator = e.operator and a.place = 1
    left join letter l    on l.operator = e.operator and l.place = 1
    left join named n     on n.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case sentence
            when 'appointed_by_letter' then [letter_exhibit]
            when 'contradictory'       then list_concat([letter_exhibit], register_exhibits)
            when 'none'                then register_exhibits
            when 'named_only'          then [name_exhibit]
            else shown(row_exhibit) end as exhibits,
       case sentence
            when 'contradictory' then ['appointment_record']
            when 'stale'         then ['register_fresh']
            when 'ended'         then ['appointment_record', 'register_complete']
            when 'unreadable'    then ['register_readable']
            when 'named_only'    then ['appointment_record']
            when 'nothing_given' then ['appointment_record']
            else [] end as missing,
       person, appointed_on, ended_on, document, as_of, letter, 'role.' || approved_by as approved_by, approved_on, named_since
from judged
