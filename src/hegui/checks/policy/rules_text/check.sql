-- One row a service with a policy: what the version in force says of what processing rules must hold since 2025. Their form (one place, lists) is for a person.
select operator, subject, null as instance, null as at, sentence, [exhibit] as exhibits, missing, rules, since, lacking
from stated_in_policy('expected', ['handler_identity', 'contact', 'purposes', 'methods', 'kinds', 'retention_period', 'rights_access', 'rights_copy', 'rights_correct',
                                  'rights_delete', 'rights_withdraw', 'rights_close_account'])
