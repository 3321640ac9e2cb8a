-- One row a service whose pages show consent that is no act of the person, or signs of that. A clean page proves nothing: it is only one of the
-- places where information is collected, so it gives no row.
select operator, subject, null as instance, null as at,
       case when stale then 'stale' when decides then 'taken' else 'doubtful' end as sentence,
       exhibits, ['consent_page'] as missing, pages, failing, faults, seen_on
from found_on_pages('expected', ['preticked_consent', 'no_refusal', 'forced_consent', 'tracking_before_consent', 'asks_again_after_refusal',
                                 'bundled_consent', 'consent_by_continuing', 'refusal_harder', 'sensitive_without_separate_consent',
                                 'small_print_consent', 'low_contrast_consent'])
