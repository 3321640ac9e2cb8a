-- One row a service with a policy: whether the version in force says how consent is withdrawn. That it is easy, the product must show.
select operator, subject, null as instance, null as at, sentence, [exhibit] as exhibits, missing, rules, since, lacking
from stated_in_policy('expected', ['rights_withdraw'])
