-- One row an operator.
select * from reported_again('expected', 'social_report', law_number('social_report.months', on_date()))
