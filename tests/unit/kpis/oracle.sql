-- The numbers of one local day in plain SQL, as an analyst would write them.
-- Reads the exported facts (tables messages, clocks, episodes, surveys) and the
-- variables day and zone; knows nothing of the product's code.

create macro local_day(t) as (t at time zone getvariable('zone'))::date;
create macro of(key) as coalesce(key, '(none)');
create macro labels(topics) as
  case when len(topics) = 0 then ['(none)'] else list_distinct(topics) end;

-- Every fact once per slice it belongs to.
create macro sliced(facts) as table
  with of_day as (
    from query_table(facts) where local_day("at") = getvariable('day')
  )
  select *, 'all' as dimension, 'all' as key from of_day
  union all select *, 'channel', channel from of_day
  union all select *, 'queue', of(queue) from of_day
  union all select *, 'language', of(language) from of_day
  union all select *, 'customer_type', customer_type from of_day
  union all select *, 'agent', agent from of_day where agent is not null
  union all select *, 'topic', unnest(labels(topics)) from of_day;

-- A slice has a row if there is something in its base; all has one always.
create macro keys(base) as table
  select distinct dimension, key from query_table(base)
  union select 'all', 'all';

create table inbound as
  select * from sliced(messages) where direction = 'inbound' and dimension <> 'agent'
  union all
  select *, 'visibility', visibility from messages
  where direction = 'inbound' and local_day("at") = getvariable('day');
create table responses as
  select *, response_s as s, 'response_time' as name from sliced(messages)
  where response is not null and response_s is not null
  union all
  select *, response_s, 'first_response_time' from sliced(messages)
  where response = 'first' and response_s is not null;
create table business_responses as
  select *, response_business_s as s, 'response_time' as name from sliced(messages)
  where response is not null and response_business_s is not null
  union all
  select *, response_business_s, 'first_response_time' from sliced(messages)
  where response = 'first' and response_business_s is not null;
create table opened as
  from sliced(episodes) where event = 'opened' and dimension <> 'agent';
create table reopened as
  from sliced(episodes) where event = 'reopened' and dimension <> 'agent';
create table resolved as from sliced(episodes) where event = 'resolved';
create table first_ended as from sliced(clocks) where clock = 'first_response';
create table next_ended as from sliced(clocks) where clock = 'next_response';
create table resolution_ended as from sliced(clocks) where clock = 'resolution';
create table answers as
  from sliced(surveys)
  where survey = 'csat' and event = 'answered' and score is not null;

create macro counted(base, metric) as table
  select dimension, key, metric as metric,
    null as numerator, null as denominator, count(id)::double as value
  from keys(base) left join query_table(base) using (dimension, key) group by all;

create macro timed(base, timed_name, suffix) as table
  with named as (from query_table(base) where name = timed_name),
  slices as (
    select distinct dimension, key from named union select 'all', 'all'
  ),
  figures as (
    select dimension, key, coalesce(fsum(s), 0) as total, count(s) as n,
      quantile_cont(s, 0.5) as p50, quantile_cont(s, 0.9) as p90
    from slices left join named using (dimension, key) group by all
  )
  select dimension, key, timed_name || '_mean_' || suffix as metric,
    total as numerator, n as denominator, total / nullif(n, 0) as value from figures
  union all select dimension, key, timed_name || '_p50_' || suffix, null, null, p50
  from figures
  union all select dimension, key, timed_name || '_p90_' || suffix, null, null, p90
  from figures
  union all select dimension, key, timed_name || '_count', null, null, n
  from figures where suffix = 's';

create macro kept(base, name) as table
  select dimension, key, name as metric,
    count(id) filter (outcome = 'met') as numerator, count(id) as denominator,
    numerator / nullif(denominator, 0) as value
  from keys(base) left join query_table(base) using (dimension, key) group by all;

create view rates as
  select dimension, key, 'flush_rate' as metric,
    count(id) filter (not actionable) as numerator, count(id) as denominator,
    numerator / nullif(denominator, 0) as value
  from keys(inbound) left join inbound using (dimension, key) group by all
  union all by name from kept(first_ended, 'first_response_sla')
  union all by name from kept(next_ended, 'next_response_sla')
  union all by name from kept(resolution_ended, 'resolution_sla');

create view csat as
  with figures as (
    select dimension, key, coalesce(sum(score), 0) as total, count(score) as n,
      count(score) filter (score >= 4) as satisfied,
      count(score) filter (score <= 3) as low,
      count(score) filter (score = 1) as "1", count(score) filter (score = 2) as "2",
      count(score) filter (score = 3) as "3", count(score) filter (score = 4) as "4",
      count(score) filter (score = 5) as "5"
    from keys(answers) left join answers using (dimension, key) group by all
  )
  select dimension, key, 'csat_mean' as metric,
    total as numerator, n as denominator, total / nullif(n, 0) as value from figures
  union all select dimension, key, 'csat_share_4_5', satisfied, n,
    satisfied / nullif(n, 0) from figures
  union all select dimension, key, 'csat_answers', null, null, n from figures
  union all select dimension, key, 'csat_low', null, null, low from figures
  union all select dimension, key, 'csat_count_' || score, null, null, n
  from (unpivot (select dimension, key, "1", "2", "3", "4", "5" from figures)
    on "1", "2", "3", "4", "5" into name score value n);

create view actionable as
  select dimension, key, 'actionable_messages' as metric,
    null as numerator, null as denominator,
    count(id) filter (actionable)::double as value
  from keys(inbound) left join inbound using (dimension, key) group by all;

create view rows as
  from counted(inbound, 'inbound_messages')
  union all by name from actionable
  union all by name from counted(opened, 'cases_opened')
  union all by name from counted(resolved, 'episodes_resolved')
  union all by name from counted(reopened, 'episodes_reopened')
  union all by name from timed(responses, 'first_response_time', 's')
  union all by name from timed(responses, 'response_time', 's')
  union all by name
  from timed(business_responses, 'first_response_time', 'business_s')
  union all by name from timed(business_responses, 'response_time', 'business_s')
  union all by name from rates
  union all by name from csat;

-- The hour on the wall and its offset, back in UTC: true where hours are whole.
create view volume as
  with heard as (
    select *, "at" at time zone getvariable('zone') as wall,
      wall - ("at" at time zone 'UTC') as utc_offset,
      epoch_ms(date_trunc('hour', wall) - utc_offset) as hour_start
    from messages
    where direction = 'inbound' and local_day("at") = getvariable('day')
  ),
  labelled as (select *, unnest(labels(topics)) as topic from heard)
  select hour_start, channel, topic, count(*) as inbound,
    count(*) filter (actionable) as actionable,
    count(*) filter (visibility = 'public') as public,
    count(*) filter (visibility = 'private') as private,
    count(*) filter (sentiment = 'negative') as negative
  from labelled group by all;
