-- One row an operator. The article names no rhythm, so the months are ours.
select * from reported_again('expected', 'data_risk_assessment', threshold('data_risk.months'))
