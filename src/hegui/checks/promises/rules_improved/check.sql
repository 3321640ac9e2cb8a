-- One row a service whose rules on personal information the operator promised in public to improve, such as after a review.
select * from promises_kept('expected', 'rules_improved', ['pi_rules'])
