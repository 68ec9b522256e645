-- The numbers of many local days in plain SQL, as an analyst would write them.
-- Reads the exported facts (tables messages, clocks, episodes, surveys and
-- help_views) and the table days: for which days rows are wanted (date), in which
-- zone, as known when (computed_at), by which settings (the other columns).
-- Knows nothing of the product's code. Run it again when these tables have changed.

create or replace macro local_day(t) as
  (t at time zone (select any_value(zone) from days))::date;
create or replace macro of(key) as coalesce(key, '(none)');
create or replace macro labels(topics) as
  case when len(topics) = 0 then ['(none)'] else list_distinct(topics) end;

-- Every fact under the days that count it: its own, for a rolling number later ones.
create or replace view counted as
  with scores as (from surveys where survey = 'nps' and event = 'answered')
  select *, 'message' as kind, local_day("at") as date from messages
  union all by name select *, 'clock' as kind, local_day("at") as date from clocks
  union all by name select *, 'episode' as kind, local_day("at") as date from episodes
  union all by name select *, 'survey' as kind, local_day("at") as date from surveys
  union all by name select *, 'help' as kind, local_day("at") as date from help_views
  union all by name select scores.*, 'score of 30 days' as kind, date
  from scores join days on local_day("at") between date - 29 and date
  union all by name select scores.*, 'score of 90 days' as kind, date
  from scores join days on local_day("at") between date - 89 and date;

-- Every fact once per slice it belongs to; a day without facts has an empty one.
create or replace view sliced as
  with of_days as (from days left join counted using (date)),
  facts as (from of_days where kind is not null),
  placed as (from facts where kind <> 'help')
  select *, 'all' as dimension, 'all' as key from of_days
  union all select *, 'channel', channel from placed
  union all select *, 'queue', of(queue) from placed
  union all select *, 'language', of(language) from placed
  union all select *, 'customer_type', customer_type from placed
  union all select *, 'agent', agent from placed where agent is not null
  union all select *, 'visibility', visibility from placed where direction = 'inbound'
  union all select *, 'topic', unnest(labels(topics)) from facts;

-- What a fact is to the numbers: is it in a base, and with which value.
create or replace table measured as
  select *,
    kind = 'message' and direction = 'inbound' as inbound,
    inbound and channel = 'phone' as call,
    kind = 'episode' and event = 'open' as is_open,
    kind = 'episode' and event = 'opened' as opened,
    kind = 'episode' and event = 'reopened' as reopened,
    kind = 'episode' and event = 'flushed' as flushed,
    kind = 'episode' and event = 'resolved' as resolved,
    kind = 'episode' and event = 'private_offered' as offered,
    kind = 'episode' and event = 'escalated' as escalated,
    kind = 'episode' and event = 'reviewed' as reviewed,
    kind = 'survey' and event = 'delivered' as delivered,
    kind = 'survey' and event = 'answered' and score is not null as answer,
    resolved and first_resolution as settled,
    settled and social and not called_within as deflected,
    resolved and answered and coalesce(start_p_negative >= started, false) as negative,
    case when not negative then null
      when end_p_negative is null then 'silent'
      when end_p_negative <= recovered then 'recovered'
      when end_p_negative >= unresolved then 'unresolved'
      else 'undetermined' end as turn,
    turn = 'recovered' and end_p_positive >= advocate as is_advocate,
    resolved and answered and coalesce(reversed_start_p_negative >= started, false)
      as control,
    case when kind = 'message' and response is not null then response_s end as wait_s,
    case when kind = 'message' and response is not null then response_business_s end
      as wait_business_s,
    case when answer and survey = 'csat' then score end as csat,
    case when answer and survey = 'nps' then score end as nps,
    case when kind = 'score of 30 days' then score end as nps_30d,
    case when kind = 'score of 90 days' then score end as nps_90d
  from sliced;

create or replace macro number(what) as count(*) filter (what);
create or replace macro share(base, good) as
  {'n': number(base), 'good': number(base and good)};
create or replace macro spread(x) as {
  'n': count(x), 'total': coalesce(fsum(x), 0),
  'percentiles': quantile_cont(x, [0.5, 0.9])
};
create or replace macro votes(score) as {
  'n': count(score), 'promoters': number(score >= 9),
  'passives': number(score in (7, 8)), 'detractors': number(score <= 6)
};

-- All that is counted and measured of one slice of one day.
create or replace table figures as
  select date, dimension, key,
    share(inbound, actionable) as inbound, number(call) as calls,
    number(opened) as opened, number(reopened) as reopened,
    number(flushed) as flushed, number(resolved) as resolved,
    share(is_open, waiting) as backlog,
    max(case when is_open then age_s end) as oldest_s,
    max(case when is_open then age_business_s end) as oldest_business_s,
    share(clock = 'first_response', outcome = 'met') as first_clock,
    share(clock = 'next_response', outcome = 'met') as next_clock,
    share(clock = 'resolution', outcome = 'met') as resolution_clock,
    spread(case when response = 'first' then wait_s end) as first_s,
    spread(case when response = 'first' then wait_business_s end) as first_business_s,
    spread(wait_s) as wait_s, spread(wait_business_s) as wait_business_s,
    spread(case when resolved then queue_s end) as queue_s,
    spread(case when resolved then queue_business_s end) as queue_business_s,
    spread(case when resolved then pickup_s end) as pickup_s,
    spread(case when resolved then pickup_business_s end) as pickup_business_s,
    spread(case when resolved then work_s end) as work_s,
    spread(case when resolved then work_business_s end) as work_business_s,
    spread(case when resolved then end_to_end_s end) as whole_s,
    spread(case when resolved then end_to_end_business_s end) as whole_business_s,
    spread(case when resolved then handle_s end) as handle_s,
    spread(case when resolved then handle_business_s end) as handle_business_s,
    share(resolved and handle_s is not null, handle_estimated) as estimated,
    spread(case when resolved then messages end) as messages,
    share(resolved and messages is not null, over_threshold) as lengthy,
    share(offered, accepted_s is not null) as offer,
    quantile_cont(case when offered then accepted_s end, 0.5) as accepted_s,
    quantile_cont(case when offered then accepted_business_s end, 0.5)
      as accepted_business_s,
    number(escalated) as escalations,
    histogram(escalation) filter (escalated) as escalation_kinds,
    histogram(cause) filter (escalated) as causes,
    number(negative) as negative, number(turn = 'recovered') as turned,
    number(is_advocate) as advocates, number(turn = 'unresolved') as unturned,
    number(turn = 'undetermined') as undetermined,
    number(turn = 'silent') as silent,
    share(control, reversed_end_p_negative <= recovered) as control,
    share(settled, not reopened_within and not contacted_within) as first_contact,
    number(deflected) as deflected,
    share(resolved, reviewed_within) as checked,
    spread(case when reviewed then score end) as review,
    spread(csat) as csat, number(csat >= 4) as satisfied, number(csat <= 3) as low,
    number(csat <= 3 and followed_up) as followed_up, histogram(csat) as scores,
    share(delivered and survey = 'csat', in_time) as csat_asked,
    share(delivered and survey = 'nps', in_time) as nps_asked,
    votes(nps) as nps, votes(nps_30d) as nps_30d, votes(nps_90d) as nps_90d,
    number(kind = 'help') as reports, coalesce(sum(views), 0) as views
  from measured group by all;

-- A row, whether its slice has one, and how long after the day it may still change
-- (null: as the day goes on, it is known what it has come to so far).
create or replace macro line(
  metric, slices, base, numerator, denominator, result, ahead
) as {
  'metric': metric, 'slices': slices, 'base': base,
  'numerator': numerator::double, 'denominator': denominator::bigint,
  'value': result::double, 'ahead': ahead::interval
};
create or replace macro amount(metric, slices, base, n) as
  line(metric, slices, base, null, null, n, null);
create or replace macro ratio(metric, slices, base, n, of, ahead := null) as
  line(metric, slices, base, n, of, n / nullif(of, 0), ahead);
create or replace macro averaged(metric, slices, x, suffix) as [
  ratio(metric || '_mean' || suffix, slices, x.n, x.total, x.n),
  amount(metric || '_p50' || suffix, slices, x.n, x.percentiles[1]),
  amount(metric || '_p90' || suffix, slices, x.n, x.percentiles[2])
];
create or replace macro timed(metric, s, business_s) as
  averaged(metric, 'credited', s, '_s')
  || averaged(metric, 'credited', business_s, '_business_s')
  || [amount(metric || '_count', 'credited', s.n, s.n)];
create or replace macro times(counts, name) as coalesce(counts[name], 0);

create or replace macro z() as 1.959963984540054; -- 95 % of a normal distribution
-- Wilson (1927): the shares p for which k of n lies within z deviations.
create or replace macro wilson(k, n, side) as
  (k + z() ** 2 / 2 + side * z() * sqrt(k * (n - k) / nullif(n, 0) + z() ** 2 / 4))
  / (n + z() ** 2);
create or replace macro points(v) as 100 * (v.promoters - v.detractors);
-- Of scores 1, 0 and -1: the mean, and z standard errors to a side, in points.
create or replace macro nps_bound(v, side) as
  (points(v) + side * 100 * z() * sqrt(
    v.promoters + v.detractors - (v.promoters - v.detractors) ** 2 / nullif(v.n, 0)))
  / nullif(v.n, 0);
create or replace macro recommended(metric, v) as [
  ratio(metric, 'credited', v.n, points(v), v.n),
  amount(metric || '_low', 'credited', v.n, nps_bound(v, -1)),
  amount(metric || '_high', 'credited', v.n, nps_bound(v, 1)),
  amount(metric || '_promoters', 'credited', v.n, v.promoters),
  amount(metric || '_passives', 'credited', v.n, v.passives),
  amount(metric || '_detractors', 'credited', v.n, v.detractors),
  amount(metric || '_answers', 'credited', v.n, v.n)
];

create or replace view lines as
  select date, zone, dimension, key, computed_at, unnest(flatten([
    [
      amount('inbound_messages', 'heard', inbound.n, inbound.n),
      amount('actionable_messages', 'heard', inbound.n, inbound.good),
      ratio('flush_rate', 'heard', inbound.n, inbound.n - inbound.good, inbound.n),
      amount('cases_opened', 'plain', opened, opened),
      amount('episodes_resolved', 'credited', resolved, resolved),
      amount('episodes_reopened', 'plain', reopened, reopened),
      amount('episodes_flushed', 'plain', flushed, flushed),
      ratio('close_rate', 'plain', opened + reopened + resolved,
        resolved, opened + reopened),
      line('backlog', 'credited', backlog.n, null, null, backlog.n, interval 0 day),
      line('backlog_waiting', 'credited', backlog.n, null, null, backlog.good,
        interval 0 day),
      line('backlog_oldest_s', 'credited', backlog.n, null, null, oldest_s,
        interval 0 day),
      line('backlog_oldest_business_s', 'credited', backlog.n, null, null,
        oldest_business_s, interval 0 day),
      ratio('first_response_sla', 'credited',
        first_clock.n, first_clock.good, first_clock.n),
      ratio('next_response_sla', 'credited',
        next_clock.n, next_clock.good, next_clock.n),
      ratio('resolution_sla', 'credited',
        resolution_clock.n, resolution_clock.good, resolution_clock.n)
    ],
    timed('first_response_time', first_s, first_business_s),
    timed('response_time', wait_s, wait_business_s),
    timed('stage_queue', queue_s, queue_business_s),
    timed('stage_pickup', pickup_s, pickup_business_s),
    timed('stage_work', work_s, work_business_s),
    timed('end_to_end', whole_s, whole_business_s),
    averaged('messages_to_resolution', 'credited', messages, ''),
    timed('handle_time', handle_s, handle_business_s),
    [
      ratio('handle_time_estimated_share', 'credited',
        estimated.n, estimated.good, estimated.n),
      ratio('over_threshold_rate', 'credited', lengthy.n, lengthy.good, lengthy.n),
      amount('private_move_offered', 'plain', offer.n, offer.n),
      amount('private_move_accepted', 'plain', offer.n, offer.good),
      ratio('private_move_rate', 'plain', offer.n, offer.good, offer.n),
      amount('private_move_time_p50_s', 'plain', offer.n, accepted_s),
      amount('private_move_time_p50_business_s', 'plain', offer.n,
        accepted_business_s),
      amount('escalations', 'plain', escalations, escalations)
    ],
    [
      amount('escalations_' || kind, 'plain', escalations,
        times(escalation_kinds, kind))
      for kind in ['private', 'call', 'supervisor']
    ],
    [
      amount('escalations_by_' || cause, 'plain', escalations, times(causes, cause))
      for cause in ['message_count', 'breach', 'low_score', 'manual']
    ],
    [
      ratio('sentiment_recovery', 'credited', negative, turned, negative),
      amount('sentiment_recovery_recovered', 'credited', negative, turned),
      amount('sentiment_recovery_advocates', 'credited', negative, advocates),
      amount('sentiment_recovery_unresolved', 'credited', negative, unturned),
      amount('sentiment_recovery_undetermined', 'credited', negative, undetermined),
      amount('sentiment_recovery_silent', 'credited', negative, silent),
      amount('sentiment_recovery_low', 'credited', negative,
        wilson(turned, negative, -1)),
      amount('sentiment_recovery_high', 'credited', negative,
        wilson(turned, negative, 1)),
      amount('sentiment_recovery_low_n', 'credited', negative, negative < low_n),
      ratio('sentiment_recovery_control', 'credited',
        control.n, control.good, control.n),
      ratio('first_contact_resolution', 'credited', first_contact.n,
        first_contact.good, first_contact.n,
        ahead := to_hours(24 * first_contact_days)),
      ratio('call_deflection', 'plain', deflected + calls,
        deflected, deflected + calls, ahead := to_hours(24 * deflection_days)),
      line('call_deflection_savings', 'plain', deflected + calls, null, null,
        deflected * (cost_per_call - cost_per_social_contact),
        to_hours(24 * deflection_days)),
      ratio('self_service_ratio', 'topical', reports + calls, views, calls),
      ratio('quality_score_mean', 'credited', review.n, review.total, review.n),
      ratio('quality_reviewed_share', 'credited', checked.n,
        checked.good, checked.n, ahead := to_hours(24 * review_days)),
      ratio('csat_mean', 'credited', csat.n, csat.total, csat.n),
      ratio('csat_share_4_5', 'credited', csat.n, satisfied, csat.n),
      amount('csat_answers', 'credited', csat.n, csat.n),
      amount('csat_low', 'credited', csat.n, low),
      amount('csat_followed_up', 'credited', csat.n, followed_up),
      ratio('csat_response_rate', 'credited', csat_asked.n,
        csat_asked.good, csat_asked.n, ahead := csat_expiry),
      ratio('nps_response_rate', 'credited', nps_asked.n,
        nps_asked.good, nps_asked.n, ahead := nps_expiry)
    ],
    recommended('nps', nps),
    recommended('nps_30d', nps_30d),
    recommended('nps_90d', nps_90d),
    [
      amount('csat_count_' || score, 'credited', csat.n, times(scores, score))
      for score in [1, 2, 3, 4, 5]
    ]
  ]), recursive := true)
  from figures join days using (date);

-- A slice has a row if there is something in its base; all has one always. What
-- may still change has no number yet.
create or replace table rows as
  with placed as (
    select *, (date + 1)::timestamp at time zone zone as day_end from lines
    where dimension = 'all' or base > 0 and case dimension
      when 'topic' then true
      when 'agent' then slices = 'credited'
      when 'visibility' then slices = 'heard'
      else slices <> 'topical' end
  ),
  judged as (
    select *, computed_at >= day_end + coalesce(ahead, interval 0 day) as mature,
      mature or ahead is null as is_known
    from placed
  )
  select date, dimension, key, metric,
    case when is_known then numerator end as numerator,
    case when is_known then denominator end as denominator,
    case when is_known then value end as value, mature
  from judged;

-- The hour on the wall and its offset, back in UTC: true where hours are whole.
create or replace view volume as
  with heard as (
    select messages.*, "at" at time zone zone as wall,
      wall - ("at" at time zone 'UTC') as utc_offset,
      epoch_ms(date_trunc('hour', wall) - utc_offset) as hour_start
    from messages join days on local_day("at") = date where direction = 'inbound'
  ),
  labelled as (select *, unnest(labels(topics)) as topic from heard)
  select hour_start, channel, topic, count(*) as inbound,
    count(*) filter (actionable) as actionable,
    count(*) filter (visibility = 'public') as public,
    count(*) filter (visibility = 'private') as private,
    count(*) filter (sentiment = 'negative') as negative
  from labelled group by all;
