-- One row a service whose pages show no way to the rules on personal information, or rules that are hard to read. A page that leads to them gives no
-- row: whether they are published and say what they must, others judge.
select operator, subject, null as instance, null as at,
       case when stale then 'stale' when decides then 'hidden' else 'doubtful' end as sentence,
       exhibits, ['consent_page'] as missing, pages, failing, faults, seen_on
from found_on_pages('expected', ['policy_missing', 'policy_too_far', 'policy_unreadable'])
