-- One row an operator: the best of its emergency plans. An unfilled template, a few lines, a text that does not say who acts, how and
-- whom to tell, or a draft that nobody approved is no plan; a folder lacks a plan only if it is declared to be all there is, was read
-- through and speaks for the present.
with plan as (
    select d.operator, d.path, coalesce(d.title, d.path) as title, d.approved_by, d.approved_on, d.exhibit, s.as_of,
           list_filter(['organisation', 'response_steps', 'reporting'], lambda t : not coalesce(list_contains(d.names_topics, t), false)) as lacking,
           case when coalesce(d.placeholder, true)
                  or coalesce(d.characters, 0) < threshold('documents.characters')               then 'unfilled'
                when len(lacking) > 0                                                            then 'off_topic'
                when d.approved_by is null or d.approved_on is null or d.approved_on > on_date() then 'unapproved'
                when fresh(s.as_of)                                then 'in_force'
                else 'stale' end as standing
    from document d join source s on s.operator = d.operator and s.source = d.source
    where d.document = 'emergency_plan'
),
best as (
    select *, row_number() over (
        partition by operator
        order by array_position(['in_force', 'stale', 'unapproved', 'off_topic', 'unfilled'], standing), approved_on desc, path) as place
    from plan
),
judged as (
    select e.operator, e.subject, b.title, b.approved_by, b.approved_on, b.as_of, b.lacking, b.exhibit, f.exhibits as folder_exhibits,
           case when b.standing is not null then b.standing
                when f.unread               then 'unreadable'
                when f.whole                then 'none'
                else 'nothing_given' end as sentence
    from expected e
    left join best b on b.operator = e.operator and b.place = 1
    left join folder_whole f on f.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'none' then folder_exhibits else shown(exhibit) end as exhibits,
       case sentence
            when 'nothing_given' then ['emergency_plan', 'documents_complete']
            when 'unreadable'    then ['documents_readable']
            when 'unfilled'      then ['document_filled']
            when 'off_topic'     then ['document_filled']
            when 'unapproved'    then ['document_approval']
            when 'stale'         then ['documents_fresh']
            else [] end as missing,
       title as plan, 'role.' || approved_by as approved_by, approved_on, as_of,
       list_transform(lacking, lambda t : 'topic.' || t) as lacking
from judged
