-- The office: who may do what, what was reported, and the log of everything that was done.
-- Runs on SQLite and on PostgreSQL; ${bytes} and ${clustered} are the two words in which they differ.
-- Moments are milliseconds since 1970, UTC. Periods are numbers: 202500 the year, 202506 June, 202523 the third
-- quarter, 202531 the first half. Figures are mantissa / 10^scale.

-- The end of the log: its number and its moment. Whoever appends holds this row until the commit, so numbers have no
-- gaps and are seen in their order.
create table log_end (
  one bigint primary key check (one = 1),
  seq bigint not null,
  at bigint not null
);
insert into log_end (one, seq, at) values (1, 0, 0);

create table log (
  seq bigint primary key,
  at bigint not null,
  account bigint,
  post text not null,
  act text not null,
  subject text not null,
  unit bigint,
  detail text not null
);
create index log_by_act on log (act, seq);
create index log_by_subject on log (subject, seq);
create index log_by_unit on log (unit, seq);
create index log_by_at on log (at);

-- Programme folders as imported, frozen. A file stands once, by its hash.
create table file (
  sha256 text primary key,
  bytes ${bytes} not null
);
create table version (
  version bigint primary key,
  sha256 text not null unique,
  entry bigint not null
);
create table version_file (
  version bigint not null references version (version),
  path text not null,
  sha256 text not null references file (sha256),
  primary key (version, path)
) ${clustered};

-- Numbers of units, bodies and elements: given once, kept from version to version.
create table reporter (
  number bigint primary key,
  id text not null unique
);
create table element (
  number bigint primary key,
  id text not null unique
);

-- The tree of today: whoever is below a unit lies between its first and last number. A body lies at its unit.
create table span (
  reporter bigint primary key references reporter (number),
  unit bigint not null,
  first bigint not null,
  last bigint not null
);
create index span_by_first on span (first);

-- recorded_at is 0 for a figure that counts as recorded before all others. The key is the order in which figures are
-- read: all of an element and period together, or by it those of a few reporters.
create table observation (
  element bigint not null,
  period bigint not null,
  reporter bigint not null,
  recorded_at bigint not null,
  entry bigint not null,
  mantissa bigint not null,
  scale bigint not null,
  status bigint not null,
  filing bigint,
  primary key (element, period, reporter, recorded_at, entry)
) ${clustered};
-- Of which elements and periods anything was observed, and the last entry by which: what tells a reader whose figures
-- changed, without looking at them.
create table observed (
  element bigint not null,
  period bigint not null,
  entry bigint not null,
  primary key (element, period)
) ${clustered};
create index observed_by_entry on observed (entry);
create table observation_note (
  entry bigint not null,
  filing bigint not null,
  element bigint not null,
  note text not null,
  primary key (filing, element, entry)
) ${clustered};

-- Other kinds of fact, said in the office: an event, a wave of a survey, a rating, a checklist, grades. What a fact
-- says now are rows as the tables in data/ spell them, in `cells`; how it came there are its steps, only added to.
-- `topic` is what it is about besides the unit, so that nothing is told twice. `waits_for` is the verb of who is to
-- act next. `counted` is the last entry of the log by which what counts in results has changed.
create table fact (
  number bigint primary key,
  kind text not null,
  about bigint not null references reporter (number),
  topic text not null,
  state text not null,
  waits_for text not null,
  author bigint not null references reporter (number),
  cells text not null,
  cause bigint references fact (number),
  until_at bigint not null,
  begun bigint not null,
  entry bigint not null,
  counted bigint
);
create index fact_by_about on fact (about, kind, topic);
create index fact_by_waits on fact (waits_for, about);
create index fact_by_counted on fact (counted);
create index fact_by_cause on fact (cause);
create table fact_step (
  fact bigint not null references fact (number),
  entry bigint not null,
  step text not null,
  reason text not null,
  cells text not null,
  primary key (fact, entry)
) ${clustered};

-- Files of evidence. The bytes lie beside the store, named by their hash; here is of what a file is evidence: of a
-- fact or of a return, and of which part of it.
create table evidence (
  number bigint primary key,
  belongs_to text not null,
  subject bigint not null,
  part text not null,
  about bigint not null references reporter (number),
  name text not null,
  type text not null,
  size bigint not null,
  sha256 text not null,
  entry bigint not null
);
create index evidence_by_subject on evidence (belongs_to, subject);
create index evidence_by_sha256 on evidence (sha256);

-- Accounts are posts of bodies. What their holders are called stands apart and can be erased.
create table account (
  number bigint primary key,
  login text not null unique,
  body bigint not null references reporter (number),
  post_zh text not null,
  post_en text not null,
  disabled bigint not null default 0,
  passphrase text,
  language text,
  theme text,
  entry bigint not null
);
create table holder (
  account bigint primary key references account (number),
  name text not null,
  address text not null
);

create table role_verb (
  role text not null,
  verb text not null,
  own_only bigint not null,
  primary key (role, verb)
) ${clustered};
create table role_grant (
  number bigint primary key,
  account bigint not null references account (number),
  role text not null,
  unit bigint not null references reporter (number),
  entry bigint not null,
  ended bigint
);
create index role_grant_by_account on role_grant (account);

-- What a program carries in place of an account. It reaches no further than the grants and the verbs it was given, and
-- loses what they lose. Its number is less than 0: no account has it.
create table token (
  number bigint primary key,
  hash text not null unique,
  account bigint not null references account (number),
  label text not null,
  begun_at bigint not null,
  ends_at bigint not null,
  entry bigint not null
);
create index token_by_account on token (account);
create table token_grant (
  token bigint not null references token (number),
  role_grant bigint not null references role_grant (number),
  primary key (token, role_grant)
) ${clustered};
create table token_verb (
  token bigint not null references token (number),
  verb text not null,
  primary key (token, verb)
) ${clustered};

-- Who may do what where, now. Every check and every list asks this view; who asks is an account or a token.
create view sight as
  select g.account as asker, v.verb as verb, s.first as first,
         case when v.own_only = 1 then s.first else s.last end as last
  from role_grant g
  join account a on a.number = g.account and a.disabled = 0
  join role_verb v on v.role = g.role
  join span s on s.reporter = g.unit
  where g.ended is null
  union all
  select t.number as asker, v.verb as verb, s.first as first,
         case when v.own_only = 1 then s.first else s.last end as last
  from token t
  join token_grant tg on tg.token = t.number
  join role_grant g on g.number = tg.role_grant and g.account = t.account and g.ended is null
  join account a on a.number = g.account and a.disabled = 0
  join token_verb tv on tv.token = t.number
  join role_verb v on v.role = g.role and v.verb = tv.verb
  join span s on s.reporter = g.unit;

create table session (
  token text primary key,
  account bigint not null references account (number),
  begun_at bigint not null,
  seen_at bigint not null,
  ends_at bigint not null
);
create index session_by_account on session (account);
create index session_by_end on session (ends_at);
-- A word by which the holder of a post chooses a passphrase; good once, and not for long.
create table invitation (
  token text primary key,
  account bigint not null references account (number),
  ends_at bigint not null
);
-- Kept apart from the log, and not for long.
create table sign_in (
  number bigint primary key,
  at bigint not null,
  login text not null,
  account bigint,
  outcome text not null
);
create index sign_in_by_at on sign_in (at);
create index sign_in_by_account on sign_in (account, at);
create index sign_in_by_login on sign_in (login, at);

-- A data set opened for a period, and the return of each unit or body that is to fill it in.
create table opening (
  dataset text not null,
  period bigint not null,
  due_at bigint not null,
  closes_at bigint not null,
  entry bigint not null,
  primary key (dataset, period)
) ${clustered};
create table filing (
  number bigint primary key,
  dataset text not null,
  period bigint not null,
  reporter bigint not null references reporter (number),
  state text not null,
  waits_at bigint,
  due_at bigint not null,
  closes_at bigint not null,
  submitted_at bigint,
  submitted_by bigint,
  late bigint not null default 0,
  entry bigint not null,
  unique (dataset, period, reporter)
);
create index filing_by_reporter on filing (reporter, period);
create index filing_by_waits on filing (waits_at, state);

-- What is being written: private to the reporting body, changed in place, gone with the submission.
create table draft_cell (
  filing bigint not null references filing (number),
  element bigint not null,
  value text not null,
  status text not null,
  note text not null,
  revision bigint not null,
  account bigint not null,
  at bigint not null,
  primary key (filing, element)
) ${clustered};

-- Cells that a reviewer sent back, and why; open until they are submitted again.
create table returned_cell (
  filing bigint not null references filing (number),
  element bigint not null,
  entry bigint not null,
  reason text not null,
  answered bigint,
  primary key (filing, element, entry)
) ${clustered};
create table review (
  filing bigint not null references filing (number),
  entry bigint not null,
  unit bigint not null,
  decision text not null,
  reason text not null,
  primary key (filing, entry)
) ${clustered};

-- What was answered to a request that carried a key of its own, so that sending it again changes nothing.
create table receipt (
  account bigint not null,
  key text not null,
  request text not null,
  at bigint not null,
  answer text not null,
  primary key (account, key)
) ${clustered};
create index receipt_by_at on receipt (at);
