-- One row a service with a policy: whether the version in force takes use of the service for consent.
select e.operator, e.subject, null as instance, null as at,
       case when p.unfilled       then 'unfilled'
            when p.consent_by_use then 'by_use'
            else 'not_by_use' end as sentence,
       [p.exhibit] as exhibits, case when p.unfilled then ['document_filled'] else ['consent_page'] end as missing, p.rules, p.since
from expected e
join policy_of_service p on p.operator = e.operator and p.service = e.subject
