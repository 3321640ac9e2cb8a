-- One row a service with a policy. Read at its public address, filled in, dated and stating what the law of the day asks, the rules are
-- public. Words may be missed, so that a lack never decides; an own address without a page does. Since the PIPL a notice holds more than purpose, method and kinds.
with gone as (
    select a.operator, a.subject as service, u.path as published_at, s.as_of, s.exhibit
    from unreadable u
    join source s       on s.operator = u.operator and s.source = u.source and s.kind = 'policy'
    join source_about a on a.operator = u.operator and a.source = u.source and a.kind = 'service'
    where u.reason = 'not_there' and s.as_of between add_days(on_date(), -freshness()) and on_date()
    qualify row_number() over (partition by a.operator, a.subject order by u.path) = 1
),
judged as (
    select * replace (
        case when sentence <> 'stated'                                           then sentence
             when since is null                                                  then 'undated'
             when not coalesce(opened, false)                                    then 'not_opened'
             when as_of is null or as_of < add_days(on_date(), -freshness())     then 'stale'
             else 'published' end as sentence)
    from stated_in_policy('expected', list_concat(['purposes', 'methods', 'kinds'],
        case when law_number('pi_other_grounds.count', on_date()) is not null
             then ['handler_identity', 'contact', 'retention_period', 'rights_access', 'rights_correct', 'rights_delete'] else [] end))
)
select operator, subject, null as instance, null as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'undated'    then ['pi_rules_date']
            when 'not_opened' then ['pi_rules_address']
            when 'stale'      then ['documents_fresh']
            else missing end as missing,
       rules, since, published_at, as_of, lacking
from judged
union all by name
select e.operator, e.subject, null as instance, null as at, 'gone' as sentence, [g.exhibit] as exhibits, [] as missing, g.published_at, g.as_of
from expected e
join gone g on g.operator = e.operator and g.service = e.subject
where not exists (select * from policy_of_service p where p.operator = e.operator and p.service = e.subject)
