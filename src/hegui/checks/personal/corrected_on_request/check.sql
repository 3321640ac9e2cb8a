-- One row a request to correct personal information; what its answer shows, shared.sql says.
select * from requests_answered('expected', 'rights_request', 'correct')
