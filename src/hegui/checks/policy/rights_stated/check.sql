-- One row a service with a policy: what the version in force says of correction, deletion, closing, complaints and the time to answer.
select operator, subject, null as instance, null as at, sentence, [exhibit] as exhibits, missing, rules, since, lacking
from stated_in_policy('expected', ['rights_correct', 'rights_delete', 'rights_close_account', 'complaint_channel', 'response_time'])
