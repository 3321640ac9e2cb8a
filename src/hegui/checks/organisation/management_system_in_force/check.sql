-- One row an operator. The duty is to have both: management rules and operating procedures. Of each kind the best document counts.
-- An unfilled template, a few lines, a text about something else or a draft that nobody approved is no document of its kind; a folder
-- lacks what it does not hold only if it is declared to be all there is, was read through and speaks for the present.
with paper as (
    select d.operator, d.document, coalesce(d.title, d.path) as title, d.approved_on, d.exhibit, d.path, s.as_of,
           case when coalesce(d.placeholder, true)
                  or coalesce(d.characters, 0) < threshold('documents.characters')               then 'unfilled'
                when len(coalesce(d.names_topics, [])) < threshold('documents.topics')           then 'off_topic'
                when d.approved_by is null or d.approved_on is null or d.approved_on > on_date() then 'unapproved'
                when fresh(s.as_of)                                then 'in_force'
                else 'stale' end as standing
    from document d join source s on s.operator = d.operator and s.source = d.source
),
best as (
    select *, row_number() over (
        partition by operator, document
        order by array_position(['in_force', 'stale', 'unapproved', 'off_topic', 'unfilled'], standing), approved_on desc, path) as place
    from paper
),
wanted as (
    select e.operator, e.subject, k.document, coalesce(b.standing, 'absent') as standing, b.title, b.approved_on, b.as_of, b.exhibit
    from expected e
    cross join (values ('security_policy'), ('operating_procedure')) as k(document)
    left join best b on b.operator = e.operator and b.document = k.document and b.place = 1
),
weighed as (
    select operator, subject,
           arg_max(standing, array_position(['in_force', 'stale', 'unapproved', 'off_topic', 'unfilled', 'absent'], standing)) as worst,
           any_value(title)       filter (where document = 'security_policy')     as rules,
           any_value(approved_on) filter (where document = 'security_policy')     as rules_approved,
           any_value(title)       filter (where document = 'operating_procedure') as procedures,
           any_value(approved_on) filter (where document = 'operating_procedure') as procedures_approved,
           min(as_of) as as_of,
           list(exhibit order by document) filter (where exhibit is not null) as exhibits
    from wanted group by operator, subject
),
judged as (
    select w.*, f.exhibits as folder_exhibits,
           case when w.worst = 'absent' and f.unread then 'unreadable'
                when w.worst = 'absent' and f.whole  then 'lacking'
                when w.worst = 'absent'              then 'nothing_given'
                else w.worst end as sentence
    from weighed w left join folder_whole f on f.operator = w.operator
)
select j.operator, j.subject, null as instance, null as at, j.sentence,
       case j.sentence when 'lacking' then j.folder_exhibits else coalesce(j.exhibits, []) end as exhibits,
       case j.sentence
            when 'nothing_given' then ['management_documents', 'documents_complete']
            when 'unreadable'    then ['documents_readable']
            when 'unfilled'      then ['document_filled']
            when 'off_topic'     then ['document_filled']
            when 'unapproved'    then ['document_approval']
            when 'stale'         then ['documents_fresh']
            else [] end as missing,
       (select list('document.' || w.document order by w.document desc) from wanted w
        where w.operator = j.operator and w.standing = j.worst) as documents,
       j.rules, j.rules_approved, j.procedures, j.procedures_approved, j.as_of
from judged j
