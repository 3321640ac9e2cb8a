-- One row an incident. Major incidents of critical infrastructure are reported to two addressees. The article says "by rule": a report to
-- both is the act, and one that is missing after our own threshold in a complete register fails.
with judged as (
    select *,
           list_has_any(reported_to, ['protection_department', 'sector']) and list_contains(reported_to, 'police') as told_both,
           case when reported_on is not null and told_both                          then 'reported'
                when not cii or level in ('general', 'relatively_large')            then 'not_major'
                when reported_on is not null                                        then 'one_missing'
                when cii and level <> 'ungraded' and complete
                 and add_days(known_on, threshold('incidents.report_days')) < seen_until then 'not_reported'
                else 'open' end as sentence
    from known_incidents('expected')
)
select operator, subject, instance, known_on as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'one_missing' then ['report_receipt']
            when 'open'        then ['incident_level', 'incident_cii', 'report_receipt']
            else [] end as missing,
       'incident_level.' || level as level, known_on, reported_on, as_of
from judged
union all by name
select * from rest_of('expected', 'incident', 'judged', 'judged', ['incident_register'])
