-- One row an operator.
select * from reported_again('expected', 'crypto_assessment', law_number('crypto_assessment.months', on_date()))
