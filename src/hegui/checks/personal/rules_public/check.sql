-- One row a service: the best of the rules that are about it (rules that name no subject are about all services). Rules count if they are
-- filled in, name purpose, method and scope, are dated and have a public address; that the address opens is for another check.
with rules as (
    select d.operator, d.path, coalesce(d.title, d.path) as title, coalesce(d.dated, d.approved_on) as since, d.published_at, d.exhibit,
           s.as_of, coalesce(d.about, []) as about,
           list_filter(['purposes', 'methods', 'kinds'], lambda t : not coalesce(list_contains(d.names_topics, t), false)) as lacking,
           case when coalesce(d.placeholder, true)
                  or coalesce(d.characters, 0) < threshold('documents.characters')      then 'unfilled'
                when len(lacking) > 0                                                   then 'topics_lacking'
                when since is null                                                      then 'undated'
                when since > on_date()                                                  then 'later'
                when d.published_at is null                                             then 'unpublished'
                when fresh(s.as_of)                       then 'published'
                else 'stale' end as standing
    from document d join source s on s.operator = d.operator and s.source = d.source
    where d.document = 'pi_rules'
),
best as (
    select e.operator, e.subject, r.* exclude (operator), row_number() over (
        partition by e.operator, e.subject
        order by array_position(['published', 'stale', 'unpublished', 'undated', 'topics_lacking', 'unfilled', 'later'], r.standing),
                 r.since desc, r.path) as place
    from expected e
    join rules r on r.operator = e.operator and (len(r.about) = 0 or list_contains(r.about, 'service/' || e.subject))
),
judged as (
    select e.operator, e.subject, b.title, b.since, b.published_at, b.as_of, b.lacking, b.exhibit, f.exhibits as folder_exhibits,
           case when b.standing <> 'later' then b.standing
                when f.unread              then 'unreadable'
                when b.standing = 'later'  then 'later'
                when f.whole               then 'none'
                else 'nothing_given' end as sentence
    from expected e
    left join best b   on b.operator = e.operator and b.subject = e.subject and b.place = 1
    left join folder_whole f on f.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'none' then folder_exhibits else shown(exhibit) end as exhibits,
       case sentence
            when 'unfilled'       then ['document_filled']
            when 'topics_lacking' then ['pi_rules_content']
            when 'undated'        then ['pi_rules_date']
            when 'later'          then ['pi_rules']
            when 'unpublished'    then ['pi_rules_address']
            when 'stale'          then ['documents_fresh']
            when 'unreadable'     then ['documents_readable']
            when 'nothing_given'  then ['pi_rules', 'documents_complete']
            else [] end as missing,
       title as rules, since, published_at, as_of, list_transform(lacking, lambda t : 'topic.' || t) as lacking
from judged
