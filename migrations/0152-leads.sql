-- Leads, who gets them and by which rule, the forms they come by; requests between departments.

create table web_forms (
  id uuid primary key,
  name text not null,
  slug text not null,
  is_active boolean,
  locale text,
  heading text,
  intro text,
  asks jsonb,
  requires jsonb,
  consent text,
  thanks text,
  next text,
  source text,
  campaign text,
  product_id uuid references products,
  received numeric,
  refused numeric,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create unique index web_forms_slug on web_forms (slug) where deleted_at is null;
create index web_forms_name on web_forms ((name collate "uk-x-icu"), id) where deleted_at is null;
create index web_forms_product on web_forms (product_id) where product_id is not null;
create index web_forms_search on web_forms using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table leads (
  id uuid primary key,
  title text,
  person_last text, person_first text, person_middle text,
  company text,
  job_title text,
  phones jsonb,
  emails jsonb,
  website text,
  region text,
  industry text,
  employees numeric,
  source text,
  campaign text,
  interest text,
  product_id uuid references products,
  value numeric, value_currency text,
  needs jsonb,
  tags jsonb,
  description text,
  code text,
  owner_id uuid references users,
  team_id uuid references teams,
  status text not null,
  unfit_reason text,
  unfit_note text,
  form_id uuid references web_forms,
  first_touch text,
  first_touch_at timestamptz,
  consent text,
  assigned_at timestamptz,
  react_by timestamptz,
  reacted_at timestamptz,
  account_id uuid references accounts,
  contact_id uuid references contacts,
  deal_id uuid references deals,
  converted_at timestamptz,
  made jsonb,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index leads_created on leads (created_at, id) where deleted_at is null;
create index leads_updated on leads (updated_at, id) where deleted_at is null;
create index leads_owner on leads (owner_id, created_at, id) where deleted_at is null;
create index leads_team on leads (team_id, created_at, id) where deleted_at is null;
create index leads_status on leads (status, created_at, id) where deleted_at is null;
create index leads_react on leads (react_by) where status = 'new' and reacted_at is null and deleted_at is null;
create index leads_product on leads (product_id) where product_id is not null;
create index leads_form on leads (form_id) where form_id is not null;
create index leads_account on leads (account_id) where account_id is not null;
create index leads_contact on leads (contact_id) where contact_id is not null;
create index leads_deal on leads (deal_id) where deal_id is not null;
create unique index leads_code on leads (code) where deleted_at is null;
create index leads_emails on leads using gin (emails jsonb_path_ops) with (gin_pending_list_limit = 256);
create index leads_phones on leads using gin (phones jsonb_path_ops) with (gin_pending_list_limit = 256);
create index leads_search on leads using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

create table lead_rules (
  id uuid primary key,
  name text not null,
  position numeric,
  is_active boolean,
  sources jsonb,
  regions jsonb,
  industries jsonb,
  min_employees numeric,
  max_employees numeric,
  team_id uuid references teams,
  method text not null,
  by_territory boolean,
  react_minutes numeric,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index lead_rules_team on lead_rules (team_id) where team_id is not null;

create table lead_takers (
  id uuid primary key,
  user_id uuid not null references users,
  is_away boolean,
  regions jsonb,
  skills jsonb,
  per_day numeric,
  at_once numeric,
  works_from text,
  works_to text,
  work_days jsonb,
  note text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index lead_takers_user on lead_takers (user_id);

create table lead_assignments (
  id uuid primary key,
  lead_id uuid not null references leads,
  user_id uuid references users,
  rule_id uuid references lead_rules,
  outcome text not null,
  at timestamptz not null,
  react_by timestamptz,
  ended_at timestamptz,
  why text,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}'
);
create index lead_assignments_lead on lead_assignments (lead_id, at);
create index lead_assignments_user on lead_assignments (user_id, at);
create index lead_assignments_at on lead_assignments (at, id) where deleted_at is null;
create index lead_assignments_rule on lead_assignments (rule_id) where rule_id is not null;

create table internal_requests (
  id uuid primary key,
  subject text not null,
  kind text not null,
  department_id uuid references teams,
  assignee_id uuid references users,
  due_at timestamptz,
  deal_id uuid references deals,
  account_id uuid references accounts,
  description text,
  owner_id uuid references users,
  team_id uuid references teams,
  status text not null,
  answer text,
  taken_at timestamptz,
  answered_at timestamptz,
  answered_by_id uuid references users,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index internal_requests_due on internal_requests (due_at, id) where deleted_at is null;
create index internal_requests_department on internal_requests (department_id, due_at, id) where deleted_at is null;
create index internal_requests_assignee on internal_requests (assignee_id) where assignee_id is not null;
create index internal_requests_deal on internal_requests (deal_id) where deal_id is not null;
create index internal_requests_account on internal_requests (account_id) where account_id is not null;
create index internal_requests_owner on internal_requests (owner_id) where owner_id is not null;
create index internal_requests_team on internal_requests (team_id) where team_id is not null;
create index internal_requests_answered_by on internal_requests (answered_by_id) where answered_by_id is not null;
create index internal_requests_search on internal_requests using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);
