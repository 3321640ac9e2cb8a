-- One row a service about which the operator promised in public to ask for consent in a better way, such as after an interview.
select * from promises_kept('expected', 'consent_improved', ['consent_record'])
