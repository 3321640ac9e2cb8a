-- One row an operator.
select * from reported_again('expected', 'data_risk_assessment', law_number('important_data_assessment.months', on_date()))
