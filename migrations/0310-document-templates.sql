-- Templates of documents: an uploaded DOCX or XLSX, or a text.
create table document_templates (
  id uuid primary key,
  name text not null,
  entity text not null,
  format text not null,
  file jsonb,
  body text,
  language text,
  prefix text,
  is_off boolean,
  created_at timestamptz not null, created_by uuid, updated_at timestamptz not null, updated_by uuid,
  revision int not null, deleted_at timestamptz, custom jsonb not null default '{}', search text
);
create index document_templates_name on document_templates ((name collate "uk-x-icu"), id) where deleted_at is null;
create index document_templates_entity on document_templates (entity) where deleted_at is null;
create index document_templates_search on document_templates using gin (search gin_trgm_ops) with (gin_pending_list_limit = 256);

-- What was made by one stands among the files of its record; the ledger says by which, with what number and version.
alter table documents
  add column template text,
  add column number text,
  add column version numeric,
  add column attachment_id uuid references attachments,
  add column author_id uuid references users;
create index documents_attachment on documents (attachment_id) where attachment_id is not null;
create index documents_author on documents (author_id, created_at, id) where author_id is not null;

-- The address by which whoever has it may take a document: its reading is noted.
create table document_links (
  token text primary key,
  document_id uuid not null references documents on delete cascade
);
create unique index document_links_document on document_links (document_id);
