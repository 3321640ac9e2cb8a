-- One row an operator. The article asks for two things: a channel that is published, and handling in time. A published procedure shows
-- the first, the register the second. "In time" has no number in the CSL, so our own threshold stands in. Complaints about the quality
-- of a service are none about network information security.
with published as (
    select d.operator, d.document, d.published_at, d.exhibit,
           row_number() over (partition by d.operator order by d.document = 'complaint_procedure' desc, d.dated desc nulls last, d.path) as place
    from document d join source s on s.operator = d.operator and s.source = d.source
    where d.published_at is not null and not coalesce(d.placeholder, true) and d.characters >= threshold('documents.characters')
      and fresh(s.as_of) and coalesce(d.dated <= on_date(), true)
      and (d.document = 'complaint_procedure' or (d.document = 'pi_rules' and list_contains(d.names_topics, 'complaint_channel')))
),
clocked as (
    select c.operator, c.exhibit, r.complete, r.seen_until, day_of(c.received_at) as received_on,
           case when coalesce(c.outcome, '') <> 'pending' then come(day_of(c.handled_at)) end as handled_on,
           add_days(day_of(c.received_at), threshold('complaints.days')) as due_on
    from complaint c join register_source r on r.what = 'complaint' and r.operator = c.operator and r.source = c.source
    where coalesce(c.kind, '') <> 'service' and day_of(c.received_at) <= on_date()
),
counted as (
    select operator, count(*) as complaints, list(exhibit order by received_on, exhibit) as complaint_exhibits,
           count(*) filter (where standing = 'unhandled') as unhandled, count(*) filter (where standing = 'slow') as slow,
           min(received_on) filter (where standing = 'unhandled') as oldest,
           list(exhibit order by received_on) filter (where standing = 'unhandled') as unhandled_exhibits
    from (select *, case when handled_on > due_on or handled_on < received_on               then 'slow'
                         when handled_on is null and complete and due_on < seen_until       then 'unhandled' end as standing from clocked)
    group by operator
),
judged as (
    select e.operator, e.subject, coalesce(c.complaints, 0) as complaints, c.* exclude (operator, complaints), r.as_of, p.published_at, p.exhibit, r.exhibits as register_exhibits, f.exhibits as folder_exhibits,
           case when c.unhandled > 0                      then 'unhandled'
                when p.document is null and f.whole       then 'not_published'
                when p.document is null                   then 'nothing_given'
                when p.document = 'pi_rules'              then 'rules_only'
                when not coalesce(r.given, false)         then 'unrecorded'
                when r.unread                             then 'unreadable'
                when c.slow > 0                           then 'slow'
                when not r.whole                          then 'partial'
                else 'kept' end as sentence
    from expected e
    left join register_whole r on r.operator = e.operator and r.what = 'complaint'
    left join folder_whole f   on f.operator = e.operator
    left join published p      on p.operator = e.operator and p.place = 1
    left join counted c        on c.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'unhandled'                  then unhandled_exhibits
            when sentence = 'not_published'              then folder_exhibits
            when sentence in ('kept', 'slow', 'partial') then list_concat([exhibit], coalesce(complaint_exhibits, register_exhibits))
            else shown(exhibit) end as exhibits,
       case sentence
            when 'slow'          then ['complaint_record']
            when 'partial'       then ['register_complete', 'register_fresh']
            when 'unrecorded'    then ['complaint_register']
            when 'unreadable'    then ['register_readable']
            when 'rules_only'    then ['complaint_procedure']
            when 'nothing_given' then ['complaint_procedure', 'complaint_register']
            else [] end as missing,
       complaints, unhandled, slow, oldest, as_of, published_at, threshold('complaints.days') as most_days
from judged
